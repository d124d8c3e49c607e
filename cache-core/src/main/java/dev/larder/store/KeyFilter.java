// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/** Tells which keys are meant, by their texts. */
@FunctionalInterface
public interface KeyFilter {

    /**
     * Tells whether a key is meant.
     *
     * @param text the text of a key
     * @return whether it is
     */
    boolean matches(String text);

    /**
     * Returns a text that all keys which are meant begin with, so that a store that walks its keys can let the server leave the others
     * out.
     *
     * @return the text, each sign of it meaning itself, also those that the patterns of a server know, such as {@code %} and {@code _};
     *     empty if nothing is known
     */
    default String literalHead() {
        return "";
    }
}
