// SPDX-License-Identifier: Apache-2.0
/** A switch that makes the database slow or failing, to see what the caches make of it; only with the profile {@code trouble}. */
@NullMarked
package dev.larder.sample.trouble;

import org.jspecify.annotations.NullMarked;
