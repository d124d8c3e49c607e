// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import java.util.List;

record Conversation(long id, List<Long> members) {}
