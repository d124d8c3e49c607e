// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** What a user says about himself, in place of what he said before. */
record NewProfile(
        @NotBlank @Size(max = User.LONGEST_NAME, message = "must have at most {max} characters")
        String name,

        @NotNull @Size(max = User.LONGEST_BIO, message = "must have at most {max} characters")
        String bio) {}
