// SPDX-License-Identifier: Apache-2.0
/** The Actuator endpoint {@code cachestats}: what caches do, and how operators evict. */
@NullMarked
package dev.larder.spring.actuate;

import org.jspecify.annotations.NullMarked;
