// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import java.time.Instant;

record Message(long id, long author, String text, Instant sentAt) {}
