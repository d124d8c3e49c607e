// SPDX-License-Identifier: Apache-2.0
/** Real Redis and Valkey servers for tests, without Docker: one server, a cluster, sentinels, and a proxy that breaks. */
@NullMarked
package dev.larder.test.redis;

import org.jspecify.annotations.NullMarked;
