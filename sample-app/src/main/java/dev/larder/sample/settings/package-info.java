// SPDX-License-Identifier: Apache-2.0
/** How users want the app to look: the example of versioned puts. */
@NullMarked
package dev.larder.sample.settings;

import org.jspecify.annotations.NullMarked;
