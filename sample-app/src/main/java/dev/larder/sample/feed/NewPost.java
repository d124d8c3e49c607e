// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** A post as somebody sends it. */
record NewPost(
        @NotBlank @Size(max = Post.LONGEST_TEXT, message = "must have at most {max} characters")
        String text) {}
