// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** JSON in UTF-8. */
final class JsonFormat implements TokenFormat {

    @Override
    public int id() {
        return 1;
    }

    @Override
    public String title() {
        return "JSON";
    }

    @Override
    public Bound bind(JsonMapper mapper, JavaType type) {
        ObjectWriter writer = mapper.writerFor(type);
        ObjectReader reader = mapper.readerFor(type);
        return new Bound() {
            @Override
            public byte[] write(Object value) {
                return writer.writeValueAsBytes(value);
            }

            @Override
            public @Nullable Object read(byte[] bytes, int offset, int length) {
                return reader.readValue(bytes, offset, length);
            }
        };
    }
}
