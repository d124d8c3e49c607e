// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.settings;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** Settings as the database holds them. */
@Entity
@Table(name = "settings")
class StoredSettings {

    static final int LONGEST_LANGUAGE = 35;

    @Id
    private long userId;

    @Enumerated(EnumType.STRING)
    @Column(length = 10)
    private Theme theme = Theme.LIGHT;

    @Column(length = LONGEST_LANGUAGE)
    private String language = "en";

    @Version
    private @Nullable Long version;

    /** For JPA. */
    StoredSettings() {}

    /** Those of a user who has not said anything. */
    StoredSettings(long userId) {
        this.userId = userId;
    }

    void change(NewSettings settings) {
        theme = settings.theme();
        language = settings.language();
    }

    Settings toSettings() {
        return new Settings(userId, theme, language, version == null ? 0 : version);
    }
}
