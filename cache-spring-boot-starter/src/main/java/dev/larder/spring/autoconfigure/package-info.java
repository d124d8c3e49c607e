// SPDX-License-Identifier: Apache-2.0
/** Makes the cache manager of a Spring Boot application from its {@code larder.*} properties; nothing depends on this package. */
@NullMarked
package dev.larder.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
