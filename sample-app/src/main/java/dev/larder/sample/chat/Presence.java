// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

/** What a user is known to be doing, as long as it is cached. */
enum Presence {
    ONLINE,
    TYPING
}
