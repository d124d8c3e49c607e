// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

/**
 * What everybody may know of a user.
 *
 * @param id the user
 * @param name how the user wants to be called
 * @param bio a few words about the user
 * @param followers how many follow the user
 * @param following how many the user follows
 */
public record Profile(long id, String name, String bio, long followers, long following) {}
