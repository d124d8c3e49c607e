// SPDX-License-Identifier: Apache-2.0
/** Keys as text: one text for each key and one key for each text, and patterns over those texts. */
@NullMarked
package dev.larder.key;

import org.jspecify.annotations.NullMarked;
