// SPDX-License-Identifier: Apache-2.0
/** Turns the values of a cache into bytes and back, typed by what the cache declares and never by what the bytes say. */
@NullMarked
package dev.larder.serializer;

import org.jspecify.annotations.NullMarked;
