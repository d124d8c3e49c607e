// SPDX-License-Identifier: Apache-2.0
/** How caches and their store are, among the details of the application's health. */
@NullMarked
package dev.larder.spring.health;

import org.jspecify.annotations.NullMarked;
