// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

/**
 * Turns values of one declared type into bytes and back.
 *
 * <p>An absent value is not its matter: null is neither written nor read. Safe for use by many threads.
 *
 * @param <V> the declared type
 */
public interface ValueSerializer<V> {

    /**
     * Writes a value.
     *
     * @param value the value
     * @return its bytes, a new array
     * @throws CacheSerializationException if the value cannot be written so that it would come back; the message names
     *     types, never the value
     */
    byte[] write(V value);

    /**
     * Reads a value.
     *
     * <p>The bytes are untrusted. Whatever they hold, this returns a value of the declared type or throws
     * {@link CacheSerializationException}; the memory it takes is bounded by their length.
     *
     * @param bytes an array that holds the bytes
     * @param offset where they begin
     * @param length how many they are
     * @return the value, never null
     * @throws CacheSerializationException if the bytes are not exactly one value of the declared type; the message names
     *     types, never what the bytes hold
     * @throws IndexOutOfBoundsException if offset and length are not within the array
     */
    V read(byte[] bytes, int offset, int length);

    /**
     * Returns a number that stands for the shape of the declared type as it is written.
     *
     * <p>It is the same in every JVM and changes when a component is added, removed, renamed or gets another type. Names
     * and packages of one's own classes do not matter, unless they stand in the bytes as ids of subtypes. Two shapes have
     * the same number by chance once in four thousand million.
     *
     * @return the fingerprint of the schema
     */
    int fingerprint();
}
