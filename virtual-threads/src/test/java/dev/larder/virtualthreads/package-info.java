// SPDX-License-Identifier: Apache-2.0
/** Callers on virtual threads, and a flight recording that tells whether one of them kept its carrier while it waited. */
@NullMarked
package dev.larder.virtualthreads;

import org.jspecify.annotations.NullMarked;
