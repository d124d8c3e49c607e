// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/** Another serializer behind a check of each value, for scalars whose class alone does not say whether they come back. */
final class CheckedSerializer extends tools.jackson.databind.ValueSerializer<Object> {

    private final tools.jackson.databind.ValueSerializer<Object> delegate;
    private final Consumer<Object> check;

    @SuppressWarnings("unchecked")
    CheckedSerializer(tools.jackson.databind.ValueSerializer<?> delegate, Consumer<Object> check) {
        this.delegate = (tools.jackson.databind.ValueSerializer<Object>) delegate;
        this.check = check;
    }

    @Override
    public tools.jackson.databind.ValueSerializer<?> createContextual(
            SerializationContext context, @Nullable BeanProperty place) {
        return new CheckedSerializer(delegate.createContextual(context, place), check);
    }

    @Override
    public Class<?> handledType() {
        return delegate.handledType();
    }

    @Override
    public boolean isEmpty(SerializationContext context, Object value) {
        return delegate.isEmpty(context, value);
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        check.accept(value);
        delegate.serialize(value, generator, context);
    }

    @Override
    public void serializeWithType(
            Object value, JsonGenerator generator, SerializationContext context, TypeSerializer types) {
        check.accept(value);
        delegate.serializeWithType(value, generator, context, types);
    }
}
