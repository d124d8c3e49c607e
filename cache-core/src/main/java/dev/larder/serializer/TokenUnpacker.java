// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Reads MessagePack that is not trusted as buffered tokens. For one use.
 *
 * <p>Memory is taken only for bytes that are there: no length or size is believed that is larger than what is left.
 */
final class TokenUnpacker {

    private static final char REPLACEMENT = '\uFFFD';

    private final MessageUnpacker unpacker;
    private final int length;
    private final StreamReadConstraints limits;
    private final TokenBuffer tokens = TokenBuffer.forGeneration();

    TokenUnpacker(byte[] bytes, int offset, int length, StreamReadConstraints limits) {
        this.unpacker = MessagePack.newDefaultUnpacker(bytes, offset, length);
        this.length = length;
        this.limits = limits;
    }

    /** Reads exactly one value. */
    TokenBuffer unpack() {
        try {
            unpack(0);
            if (left() > 0) {
                throw new MalformedBytesException("there are bytes behind the value");
            }
            return tokens;
        } catch (MessagePackException | IOException malformed) {
            throw new MalformedBytesException("they are not well-formed");
        }
    }

    private void unpack(int depth) throws IOException {
        MessageFormat format = unpacker.getNextFormat();
        switch (format.getValueType()) {
            case NIL -> {
                unpacker.unpackNil();
                tokens.writeNull();
            }
            case BOOLEAN -> tokens.writeBoolean(unpacker.unpackBoolean());
            case INTEGER -> unpackInteger(format);
            case FLOAT -> {
                if (format == MessageFormat.FLOAT32) {
                    tokens.writeNumber(unpacker.unpackFloat());
                } else {
                    tokens.writeNumber(unpacker.unpackDouble());
                }
            }
            case STRING -> tokens.writeString(text());
            case BINARY -> tokens.writePOJO(bytes(unpacker.unpackBinaryHeader()));
            case ARRAY -> unpackArray(depth + 1);
            case MAP -> unpackMap(depth + 1);
            case EXTENSION -> unpackExtension();
        }
    }

    private void unpackInteger(MessageFormat format) throws IOException {
        if (format == MessageFormat.UINT64) {
            BigInteger number = unpacker.unpackBigInteger();
            if (number.bitLength() >= Long.SIZE) {
                tokens.writeNumber(number);
            } else {
                writeSmallest(number.longValue());
            }
        } else {
            writeSmallest(unpacker.unpackLong());
        }
    }

    private void writeSmallest(long number) {
        if (number == (int) number) {
            tokens.writeNumber((int) number);
        } else {
            tokens.writeNumber(number);
        }
    }

    private void unpackArray(int depth) throws IOException {
        limits.validateNestingDepth(depth);
        int size = requireLeft(unpacker.unpackArrayHeader());
        tokens.writeStartArray();
        for (int i = 0; i < size; i++) {
            unpack(depth);
        }
        tokens.writeEndArray();
    }

    private void unpackMap(int depth) throws IOException {
        limits.validateNestingDepth(depth);
        int size = requireLeft(unpacker.unpackMapHeader());
        tokens.writeStartObject();
        for (int i = 0; i < size; i++) {
            if (unpacker.getNextFormat().getValueType() != ValueType.STRING) {
                throw new MalformedBytesException("they have a name that is no text");
            }
            tokens.writeName(text());
            unpack(depth);
        }
        tokens.writeEndObject();
    }

    private void unpackExtension() throws IOException {
        ExtensionTypeHeader header = unpacker.unpackExtensionTypeHeader();
        byte[] bytes = bytes(header.getLength());
        if (header.getType() == MessagePackFormat.BIG_INTEGER && bytes.length > 0) {
            limits.validateIntegerLength(bytes.length);
            tokens.writeNumber(new BigInteger(bytes));
        } else if (header.getType() == MessagePackFormat.BIG_DECIMAL && bytes.length > Integer.BYTES) {
            limits.validateFPLength(bytes.length);
            BigInteger unscaled = new BigInteger(bytes, Integer.BYTES, bytes.length - Integer.BYTES);
            int scale = new BigInteger(bytes, 0, Integer.BYTES).intValue();
            tokens.writeNumber(new BigDecimal(unscaled, scale));
        } else {
            throw new MalformedBytesException("they have an extension that is not one of ours");
        }
    }

    private String text() throws IOException {
        byte[] bytes = bytes(unpacker.unpackRawStringHeader());
        limits.validateStringLength(bytes.length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        // What is no UTF-8 was replaced, and then the bytes are others.
        if (text.indexOf(REPLACEMENT) >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new MalformedBytesException("they have a text that is not UTF-8");
        }
        return text;
    }

    private byte[] bytes(int count) throws IOException {
        return unpacker.readPayload(requireLeft(count));
    }

    /** Refuses a length, or a number of elements of at least a byte each, that is more than what is left. */
    private int requireLeft(int count) {
        if (count > left()) {
            throw new MalformedBytesException("they end too early");
        }
        return count;
    }

    private long left() {
        return length - unpacker.getTotalReadBytes();
    }
}
