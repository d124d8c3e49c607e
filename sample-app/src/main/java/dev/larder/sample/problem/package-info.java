// SPDX-License-Identifier: Apache-2.0
/** What clients are told when they ask for something that cannot be done. */
@NullMarked
package dev.larder.sample.problem;

import org.jspecify.annotations.NullMarked;
