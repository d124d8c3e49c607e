// SPDX-License-Identifier: Apache-2.0
package dev.larder;

/**
 * Hears of what happens in caches.
 *
 * <p>It is called on the thread on which it happens, which may be a caller's or one of Larder's, by many threads at once and with no lock
 * held, so it must be quick and must not block. What it throws is logged and changes nothing: callers get their values, and other
 * listeners hear of the event. Events of one key may come out of order where several threads use it.
 */
@FunctionalInterface
public interface CacheListener {

    /**
     * Hears of something.
     *
     * @param event what happened
     */
    void on(CacheEvent event);
}
