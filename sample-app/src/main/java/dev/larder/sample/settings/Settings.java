// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.settings;

/**
 * How a user wants the app to look.
 *
 * @param user the user
 * @param theme the colours
 * @param language the language
 * @param version how often they were changed; the cache never puts an older one in the place of a newer one
 */
record Settings(long user, Theme theme, String language, long version) {}
