// SPDX-License-Identifier: Apache-2.0
/** The data that the app starts with, the same each time. */
@NullMarked
package dev.larder.sample.seed;

import org.jspecify.annotations.NullMarked;
