// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes the keys of a map whose key type is {@code Object}: strings only, since nothing else comes back. */
final class StringKeySerializer extends StdSerializer<Object> {

    StringKeySerializer() {
        super(Object.class);
    }

    @Override
    public void serialize(Object key, JsonGenerator generator, SerializationContext context) {
        if (!(key instanceof String name)) {
            throw new Refusal("a map key of " + key.getClass().getTypeName()
                    + " stands where Object is declared and would come back as a String; declare the type of the keys");
        }
        SurrogatePairs.requireWhole(name);
        generator.writeName(name);
    }
}
