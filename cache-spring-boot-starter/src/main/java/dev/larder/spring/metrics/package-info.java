// SPDX-License-Identifier: Apache-2.0
/** Micrometer meters of caches. */
@NullMarked
package dev.larder.spring.metrics;

import org.jspecify.annotations.NullMarked;
