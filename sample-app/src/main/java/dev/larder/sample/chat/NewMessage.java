// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A message as somebody sends it. */
record NewMessage(
        @NotNull Long author,

        @NotBlank @Size(max = StoredMessage.LONGEST_TEXT, message = "must have at most {max} characters")
        String text) {}
