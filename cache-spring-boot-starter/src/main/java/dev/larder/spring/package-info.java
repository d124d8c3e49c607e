// SPDX-License-Identifier: Apache-2.0
/** Spring's {@code Cache} and {@code CacheManager} over Larder's, and what {@code @Cacheable} methods need to keep Larder's promises. */
@NullMarked
package dev.larder.spring;

import org.jspecify.annotations.NullMarked;
