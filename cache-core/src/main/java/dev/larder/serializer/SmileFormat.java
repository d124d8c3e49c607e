// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.smile.SmileFactory;

/** Smile, Jackson's binary form of JSON, in which each name of a property stands once. */
final class SmileFormat implements TokenFormat {

    @Override
    public int id() {
        return 2;
    }

    @Override
    public String title() {
        return "Smile";
    }

    @Override
    public Bound bind(JsonMapper mapper, JavaType type) {
        TokenStreamFactory limits = mapper.tokenStreamFactory();
        return new BoundSmile(
                mapper,
                SmileFactory.builder()
                        .streamReadConstraints(limits.streamReadConstraints())
                        .streamWriteConstraints(limits.streamWriteConstraints())
                        .build(),
                type);
    }

    private static final class BoundSmile implements Bound {

        private static final int USUAL_LENGTH = 512;

        private final JsonMapper mapper;
        private final SmileFactory factory;
        private final ObjectWriter writer;
        private final ObjectReader reader;

        BoundSmile(JsonMapper mapper, SmileFactory factory, JavaType type) {
            this.mapper = mapper;
            this.factory = factory;
            this.writer = mapper.writerFor(type);
            // A mark that ends the content is no token: that nothing is behind the value is checked by its bytes.
            this.reader = mapper.readerFor(type).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        }

        @Override
        public byte[] write(Object value) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_LENGTH);
            try (JsonGenerator generator = factory.createGenerator(new MapperContexts.Writing(mapper), bytes)) {
                writer.writeValue(generator, value);
            }
            return bytes.toByteArray();
        }

        @Override
        public @Nullable Object read(byte[] bytes, int offset, int length) {
            try (JsonParser parser = factory.createParser(new MapperContexts.Reading(mapper), bytes, offset, length)) {
                Object value = reader.readValue(parser);
                if (parser.releaseBuffered(OutputStream.nullOutputStream()) > 0) {
                    throw new MalformedBytesException("there are bytes behind the value");
                }
                return value;
            }
        }
    }
}
