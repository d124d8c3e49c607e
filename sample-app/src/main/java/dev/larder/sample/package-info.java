// SPDX-License-Identifier: Apache-2.0
/** A small social app whose domains are cached with Larder. */
@NullMarked
package dev.larder.sample;

import org.jspecify.annotations.NullMarked;
