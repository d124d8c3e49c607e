// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.settings;

import dev.larder.sample.feed.ProfileService;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How users want the app to look. */
// tag::settings-service[]
@Service
class SettingsService {

    private final SettingsRepository settings;
    private final SettingsCache cache;
    private final ProfileService profiles;

    SettingsService(SettingsRepository settings, SettingsCache cache, ProfileService profiles) {
        this.settings = settings;
        this.cache = cache;
        this.profiles = profiles;
    }

    Settings of(long user) {
        profiles.profile(user);
        Settings known = cache.get(user);
        return known == null ? new StoredSettings(user).toSettings() : known;
    }

    @Transactional
    public Settings change(long user, NewSettings wanted) {
        profiles.profile(user);
        StoredSettings stored = settings.findById(user).orElseGet(() -> new StoredSettings(user));
        stored.change(wanted);
        Settings changed = settings.saveAndFlush(stored).toSettings();
        cache.changed(changed); // when the transaction has committed
        return changed;
    }
}
// end::settings-service[]
