// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import org.jspecify.annotations.Nullable;

/** A message as somebody sends it; anything may be missing. */
record NewMessage(@Nullable String author, @Nullable String text) {}
