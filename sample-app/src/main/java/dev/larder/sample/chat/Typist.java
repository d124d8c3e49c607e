// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

/** A user who may be typing in a conversation. */
record Typist(long conversation, long user) {}
