// SPDX-License-Identifier: Apache-2.0
/** The store that keeps entries in Redis or Valkey, over Lettuce. */
@NullMarked
package dev.larder.store.redis;

import org.jspecify.annotations.NullMarked;
