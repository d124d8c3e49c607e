// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.settings;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** What a user wants from now on. */
record NewSettings(
        @NotNull Theme theme,

        @NotBlank @Size(max = StoredSettings.LONGEST_LANGUAGE, message = "must have at most {max} characters")
        String language) {}
