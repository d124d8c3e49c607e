// SPDX-License-Identifier: Apache-2.0
/** Explores all states of the one-key protocol that {@code docs/protocol} specifies, without any of Larder's code. */
@NullMarked
package dev.larder.protocol;

import org.jspecify.annotations.NullMarked;
