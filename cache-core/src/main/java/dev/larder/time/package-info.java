// SPDX-License-Identifier: Apache-2.0
/** Time as parameters: a source of dates, a nano ticker for deadlines and leases, and a scheduler. */
@NullMarked
package dev.larder.time;

import org.jspecify.annotations.NullMarked;
