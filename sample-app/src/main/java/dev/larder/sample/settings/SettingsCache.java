// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.settings;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Settings, under keys such as {@code settings:v1:7}. */
// tag::settings-cache[]
@Component
class SettingsCache extends CacheAsideStrategy<Long, Settings> {

    private final SettingsRepository settings;

    SettingsCache(CacheManager caches, SettingsRepository settings) {
        super(
                caches,
                CacheOptions.named("settings").timeToLive(Duration.ofDays(1)).valueVersion(Settings::version));
        this.settings = settings;
    }

    @Override
    protected @Nullable Settings load(Long user) {
        return settings.findById(user).map(StoredSettings::toSettings).orElse(null);
    }

    void changed(Settings changed) {
        put(changed.user(), changed);
    }
}
// end::settings-cache[]
