// SPDX-License-Identifier: Apache-2.0
/** Conversations, their messages, and who is there. */
@NullMarked
package dev.larder.sample.chat;

import org.jspecify.annotations.NullMarked;
