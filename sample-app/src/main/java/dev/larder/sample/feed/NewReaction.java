// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import jakarta.validation.constraints.NotNull;

/** A reaction as somebody sends it. */
record NewReaction(@NotNull ReactionKind kind) {}
