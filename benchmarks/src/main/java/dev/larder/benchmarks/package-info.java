// SPDX-License-Identifier: Apache-2.0
/** Larder beside what it is built on, by JMH: Caffeine in memory, Lettuce and a codec over Redis. */
@NullMarked
package dev.larder.benchmarks;

import org.jspecify.annotations.NullMarked;
