// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.settings;

import java.util.Optional;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The origin of settings. */
@Transactional(readOnly = true)
interface SettingsRepository extends Repository<StoredSettings, Long> {

    Optional<StoredSettings> findById(long user);

    /** Returns them with the version that they have from now on. */
    @Transactional
    StoredSettings saveAndFlush(StoredSettings settings);
}
