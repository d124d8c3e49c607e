// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.settings;

/** The colours of the app. */
enum Theme {
    LIGHT,
    DARK
}
