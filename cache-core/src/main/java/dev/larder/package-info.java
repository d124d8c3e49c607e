// SPDX-License-Identifier: Apache-2.0
/** What a user says: the three strategies, the cache manager, caches and their options; and the one pipeline they share. */
@NullMarked
package dev.larder;

import org.jspecify.annotations.NullMarked;
