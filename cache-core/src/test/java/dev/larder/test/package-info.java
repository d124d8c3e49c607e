// SPDX-License-Identifier: Apache-2.0
/** What a store proves itself with: the store contract, a settable time, and doubles of stores and origins. */
@NullMarked
package dev.larder.test;

import org.jspecify.annotations.NullMarked;
