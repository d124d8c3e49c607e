// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.lang.reflect.Type;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns the values of caches into bytes and back.
 *
 * <p>A serializer works from the type a cache declares. The bytes never name a class, so nobody who can write to the
 * store can choose what is instantiated.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface CacheSerializer {

    /**
     * Returns the number that stands for this serializer in the head of every record it wrote.
     *
     * <p>Records outlive deployments, so the number must never change its meaning. Numbers below 64 are Larder's own.
     *
     * @return a number from 1 to 255
     */
    int id();

    /**
     * Binds this serializer to the declared type of one cache's values.
     *
     * <p>Meant to be called once per cache: readers and writers are found here, and so are types that could be written
     * but not read back.
     *
     * @param type the declared type, with its generics
     * @param <V> the Java type of {@code type}
     * @return a serializer of such values
     * @throws CacheSerializationException if values of this type cannot come back as what they were; the message says
     *     which part of the type and what to do
     */
    <V> ValueSerializer<V> forType(Type type);

    /**
     * Returns the JSON serializer with Larder's own settings, number 1.
     *
     * @return a serializer that writes JSON
     * @see #json(JsonMapper)
     */
    static CacheSerializer json() {
        return json(JsonMapper.builder().build());
    }

    /**
     * Returns the JSON serializer with a mapper of one's own, number 1.
     *
     * <p>The mapper itself is left alone. Its modules, mix-ins, naming and visibility are used; the settings that decide
     * whether a value survives, and that damaged bytes are noticed, are replaced in a copy: unknown properties, trailing
     * tokens, a null or a text for a number and a fraction for a whole number are errors, dates are ISO texts that keep
     * zone and offset, enums go by name, every property is written. An unknown property is an error although a lenient
     * reader is the custom elsewhere: records of another schema are told apart by {@link ValueSerializer#fingerprint()}
     * before they are read, so under the same schema it can only mean damage, and ignoring it would serve a value with
     * a part missing.
     *
     * <p>What is written comes back equal, or the write is refused. Refused are a subclass where its class is declared
     * (it would come back as that class) and, where {@code Object} is declared, everything but strings, booleans, lists,
     * maps with string keys and those numbers that JSON gives back as the same class ({@code Integer}, {@code Double}
     * and a {@code Long} beyond the range of {@code Integer}). Properties that Jackson's annotations leave out are not
     * kept, {@code Collection} and {@code Iterable} come back as a list, and every container as a mutable one.
     *
     * <p>Subtypes come back only where {@code @JsonTypeInfo} names them; names of classes as type ids are refused.
     *
     * @param mapper the mapper to take modules and conventions from
     * @return a serializer that writes JSON
     * @throws IllegalArgumentException if the mapper has default typing activated
     */
    static CacheSerializer json(JsonMapper mapper) {
        return new JacksonCacheSerializer(new JsonFormat(), mapper);
    }

    /**
     * Returns the Smile serializer with Larder's own settings, number 2: Jackson's binary form of JSON, smaller and quicker where lists
     * repeat the names of properties.
     *
     * @return a serializer that writes Smile
     * @throws IllegalStateException if the library {@code tools.jackson.dataformat:jackson-dataformat-smile} is missing
     * @see #smile(JsonMapper)
     */
    static CacheSerializer smile() {
        return smile(JsonMapper.builder().build());
    }

    /**
     * Returns the Smile serializer with a mapper of one's own, number 2.
     *
     * <p>The mapper is for JSON and is used as {@link #json(JsonMapper)} does: what is kept and what is refused is the same. Refused besides
     * is a text with half of a surrogate pair, for which Smile has no bytes.
     *
     * @param mapper the mapper to take modules and conventions from
     * @return a serializer that writes Smile
     * @throws IllegalArgumentException if the mapper has default typing activated
     * @throws IllegalStateException if the library {@code tools.jackson.dataformat:jackson-dataformat-smile} is missing
     */
    static CacheSerializer smile(JsonMapper mapper) {
        OptionalLibrary.SMILE.require("CacheSerializer.smile()");
        return new JacksonCacheSerializer(new SmileFormat(), mapper);
    }

    /**
     * Returns the MessagePack serializer with Larder's own settings, number 3: a binary form that programs in other languages read too.
     *
     * @return a serializer that writes MessagePack
     * @throws IllegalStateException if the library {@code org.msgpack:msgpack-core} is missing
     * @see #messagePack(JsonMapper)
     */
    static CacheSerializer messagePack() {
        return messagePack(JsonMapper.builder().build());
    }

    /**
     * Returns the MessagePack serializer with a mapper of one's own, number 3.
     *
     * <p>The mapper is for JSON and is used as {@link #json(JsonMapper)} does: what is kept and what is refused is the same. Refused besides
     * is a text with half of a surrogate pair, for which MessagePack has no bytes. Whole numbers beyond 64 bits and decimal numbers are
     * extensions of Larder's own.
     *
     * @param mapper the mapper to take modules and conventions from
     * @return a serializer that writes MessagePack
     * @throws IllegalArgumentException if the mapper has default typing activated
     * @throws IllegalStateException if the library {@code org.msgpack:msgpack-core} is missing
     */
    static CacheSerializer messagePack(JsonMapper mapper) {
        OptionalLibrary.MESSAGE_PACK.require("CacheSerializer.messagePack()");
        return new JacksonCacheSerializer(new MessagePackFormat(), mapper);
    }
}
