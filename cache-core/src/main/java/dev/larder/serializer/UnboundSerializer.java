// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/** A serializer that is judged by {@link RuntimeTypes} and steps aside when Jackson binds it to a place. */
final class UnboundSerializer extends tools.jackson.databind.ValueSerializer<Object> {

    private final Class<?> written;
    private final tools.jackson.databind.ValueSerializer<Object> delegate;
    private final SerializationConfig config;
    private final RuntimeTypes judge;

    @SuppressWarnings("unchecked")
    UnboundSerializer(
            Class<?> written,
            tools.jackson.databind.ValueSerializer<?> delegate,
            SerializationConfig config,
            RuntimeTypes judge) {
        this.written = written;
        this.delegate = (tools.jackson.databind.ValueSerializer<Object>) delegate;
        this.config = config;
        this.judge = judge;
    }

    @Override
    public tools.jackson.databind.ValueSerializer<?> createContextual(
            SerializationContext context, @Nullable BeanProperty place) {
        return judge.judge(written, delegate, config, place).createContextual(context, place);
    }

    @Override
    public void resolve(SerializationContext context) {
        delegate.resolve(context);
    }

    @Override
    public Class<?> handledType() {
        return delegate.handledType();
    }

    @Override
    public boolean usesObjectId() {
        return delegate.usesObjectId();
    }

    @Override
    public boolean isEmpty(SerializationContext context, Object value) {
        return delegate.isEmpty(context, value);
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        delegate.serialize(value, generator, context);
    }

    @Override
    public void serializeWithType(
            Object value, JsonGenerator generator, SerializationContext context, TypeSerializer types) {
        delegate.serializeWithType(value, generator, context, types);
    }
}
