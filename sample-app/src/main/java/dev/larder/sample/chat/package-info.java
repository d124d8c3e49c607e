// SPDX-License-Identifier: Apache-2.0
/** Conversations and their messages. */
@NullMarked
package dev.larder.sample.chat;

import org.jspecify.annotations.NullMarked;
