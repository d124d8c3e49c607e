// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.msgpack.core.MessagePacker;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.databind.util.TokenBuffer;

/** Writes buffered tokens as MessagePack. For one use. */
final class TokenPacker {

    /** An array or object, and how many elements or properties it has. */
    private static final class Container {

        private final boolean array;
        private int size;

        private Container(boolean array) {
            this.array = array;
        }
    }

    private final MessagePacker packer;
    private final StreamWriteConstraints limits;

    TokenPacker(MessagePacker packer, StreamWriteConstraints limits) {
        this.packer = packer;
        this.limits = limits;
    }

    void pack(TokenBuffer tokens) throws IOException {
        Iterator<Container> begun = containersOf(tokens).iterator();
        try (JsonParser parser = tokens.asParser()) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                pack(token, parser, begun);
            }
        }
    }

    /** Finds all arrays and objects, in the order in which they begin. */
    private List<Container> containersOf(TokenBuffer tokens) {
        List<Container> begun = new ArrayList<>();
        Deque<Container> open = new ArrayDeque<>();
        try (JsonParser parser = tokens.asParser()) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructEnd()) {
                    open.pop();
                    continue;
                }
                Container around = open.peek();
                if (around != null && (around.array || token == JsonToken.PROPERTY_NAME)) {
                    around.size++;
                }
                if (token.isStructStart()) {
                    Container container = new Container(token == JsonToken.START_ARRAY);
                    begun.add(container);
                    open.push(container);
                    limits.validateNestingDepth(open.size());
                }
            }
        }
        return begun;
    }

    private void pack(JsonToken token, JsonParser parser, Iterator<Container> begun) throws IOException {
        switch (token) {
            case START_OBJECT -> packer.packMapHeader(begun.next().size);
            case START_ARRAY -> packer.packArrayHeader(begun.next().size);
            case END_OBJECT, END_ARRAY -> {}
            case PROPERTY_NAME -> packText(parser.currentName());
            case VALUE_STRING -> packText(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> packNumber(parser.getNumberValue());
            case VALUE_TRUE -> packer.packBoolean(true);
            case VALUE_FALSE -> packer.packBoolean(false);
            case VALUE_NULL -> packer.packNil();
            default -> packEmbedded(parser.getEmbeddedObject());
        }
    }

    private void packText(String text) throws IOException {
        SurrogatePairs.requireWhole(text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        packer.packRawStringHeader(bytes.length);
        packer.addPayload(bytes);
    }

    private void packNumber(Number number) throws IOException {
        if (number instanceof Float real) {
            packer.packFloat(real);
        } else if (number instanceof Double real) {
            packer.packDouble(real);
        } else if (number instanceof BigDecimal decimal) {
            byte[] unscaled = decimal.unscaledValue().toByteArray();
            packExtension(
                    MessagePackFormat.BIG_DECIMAL,
                    ByteBuffer.allocate(Integer.BYTES + unscaled.length)
                            .putInt(decimal.scale())
                            .put(unscaled)
                            .array());
        } else if (number instanceof BigInteger whole && whole.bitLength() >= Long.SIZE) {
            packExtension(MessagePackFormat.BIG_INTEGER, whole.toByteArray());
        } else {
            packer.packLong(number.longValue());
        }
    }

    private void packExtension(byte type, byte[] bytes) throws IOException {
        packer.packExtensionTypeHeader(type, bytes.length);
        packer.addPayload(bytes);
    }

    private void packEmbedded(Object embedded) throws IOException {
        if (!(embedded instanceof byte[] bytes)) {
            throw new Refusal("a " + embedded.getClass().getTypeName() + " was written as it is, without a form in"
                    + " MessagePack; let its serializer write strings, numbers, arrays, objects or bytes");
        }
        packer.packBinaryHeader(bytes.length);
        packer.addPayload(bytes);
    }
}
