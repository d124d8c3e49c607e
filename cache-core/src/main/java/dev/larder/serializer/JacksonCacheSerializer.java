// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.lang.reflect.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Tokens by Jackson 3, from the declared type alone, in one of the formats. */
final class JacksonCacheSerializer implements CacheSerializer {

    private final TokenFormat format;
    private final JsonMapper mapper;

    JacksonCacheSerializer(TokenFormat format, JsonMapper mapper) {
        this.format = format;
        this.mapper = FaithfulJson.from(mapper);
    }

    @Override
    public int id() {
        return format.id();
    }

    @Override
    public <V> ValueSerializer<V> forType(Type type) {
        try {
            return bind(mapper.constructType(type));
        } catch (JacksonException e) {
            // Nothing has been read or written yet: Jackson can speak of types only.
            throw unsuitable(type, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw unsuitable(type, String.valueOf(e.getMessage()), e);
        }
    }

    private <V> ValueSerializer<V> bind(JavaType type) {
        // A mapper per cache: Jackson keeps serializers per mapper, and what they accept depends on the cache's type.
        RuntimeTypes runtimeTypes =
                new RuntimeTypes(type, mapper.tokenStreamFactory().streamReadConstraints());
        JsonMapper bound = mapper.rebuild()
                .addModule(new SimpleModule("larder-runtime-types").setSerializerModifier(runtimeTypes))
                .build();
        DeserializationContext context = bound._deserializationContext();
        new ReadableTypes(context).check(context.findRootValueDeserializer(type), type);
        return new JacksonValueSerializer<>(
                format.bind(bound, type),
                new Failures(format.title(), type),
                SchemaFingerprint.of(type, bound.serializationConfig()));
    }

    private CacheSerializationException unsuitable(Type type, String why, Exception cause) {
        return new CacheSerializationException(
                "Values of type " + type.getTypeName() + " cannot be cached as " + format.title() + ": " + why + ".",
                cause);
    }

    @Override
    public String toString() {
        return format.title();
    }
}
