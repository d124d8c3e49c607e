// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A comment as somebody sends it. */
record NewComment(
        @NotNull Long author,

        @NotBlank @Size(max = Comment.LONGEST_TEXT, message = "must have at most {max} characters")
        String text) {}
