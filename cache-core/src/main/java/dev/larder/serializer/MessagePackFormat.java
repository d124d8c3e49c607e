// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.TokenBuffer;

/**
 * MessagePack. Jackson 3 has no data format for it, so the tokens of a value are buffered: on writing, since arrays and maps begin with
 * their size, and on reading, so that one class reads MessagePack and Jackson the rest.
 *
 * <p>What MessagePack has no type for are extensions: 1 is a whole number beyond 64 bits, in two's complement; 2 is a decimal number, its
 * scale (4 bytes) and its unscaled value as such a whole number.
 */
final class MessagePackFormat implements TokenFormat {

    static final byte BIG_INTEGER = 1;
    static final byte BIG_DECIMAL = 2;

    @Override
    public int id() {
        return 3;
    }

    @Override
    public String title() {
        return "MessagePack";
    }

    @Override
    public Bound bind(JsonMapper mapper, JavaType type) {
        return new BoundMessagePack(mapper, type);
    }

    private static final class BoundMessagePack implements Bound {

        private final JsonMapper mapper;
        private final ObjectWriter writer;
        private final ObjectReader reader;

        BoundMessagePack(JsonMapper mapper, JavaType type) {
            this.mapper = mapper;
            this.writer = mapper.writerFor(type);
            this.reader = mapper.readerFor(type);
        }

        @Override
        public byte[] write(Object value) {
            try (TokenBuffer tokens = new TokenBuffer(new MapperContexts.Writing(mapper), false);
                    MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
                writer.writeValue(tokens, value);
                new TokenPacker(packer, mapper.tokenStreamFactory().streamWriteConstraints()).pack(tokens);
                return packer.toByteArray();
            } catch (IOException impossible) { // nothing but memory is written to
                throw new UncheckedIOException(impossible);
            }
        }

        @Override
        public @Nullable Object read(byte[] bytes, int offset, int length) {
            TokenBuffer tokens = new TokenUnpacker(
                            bytes, offset, length, mapper.tokenStreamFactory().streamReadConstraints())
                    .unpack();
            try (tokens;
                    JsonParser parser = tokens.asParser(new MapperContexts.Reading(mapper))) {
                return reader.readValue(parser);
            }
        }
    }
}
