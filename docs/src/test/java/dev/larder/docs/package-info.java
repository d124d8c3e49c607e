// SPDX-License-Identifier: Apache-2.0
/** The examples of the guide, run, and tests that the guide says what the code does. */
@NullMarked
package dev.larder.docs;

import org.jspecify.annotations.NullMarked;
