// SPDX-License-Identifier: Apache-2.0
/** Users and their profiles, what they post, and whom they follow. */
@NullMarked
package dev.larder.sample.feed;

import org.jspecify.annotations.NullMarked;
