// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.util.Objects;

/**
 * A key as a store sees it.
 *
 * <p>Within a cache, equal objects have equal texts and unequal ones have different texts, so either of them may index records.
 *
 * @param text the text that stands in a remote store, namespace and version included
 * @param object the user's key, by which a local store or a near cache finds a value without building the text
 */
public record StoreKey(String text, Object object) {

    /** Checks that both are there. */
    public StoreKey {
        Objects.requireNonNull(text, "text must not be null");
        Objects.requireNonNull(object, "object must not be null");
    }

    /**
     * Makes a key whose object is its text.
     *
     * @param text the text
     * @return the key
     */
    public static StoreKey of(String text) {
        return new StoreKey(text, text);
    }
}
