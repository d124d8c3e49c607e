// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.util.stream.Stream;

/** A constant of one enum, by its name. */
final class EnumPart implements KeyPart {

    private final Class<? extends Enum<?>> type;

    EnumPart(Class<? extends Enum<?>> type) {
        this.type = type;
    }

    @Override
    public void write(KeyWriter out, Object value) {
        if (!type.isInstance(value)) {
            throw InvalidCacheKeyException.mismatch(type, value);
        }
        out.escaped(type.cast(value).name());
    }

    @Override
    public String mark() {
        return KeyParts.mark(type);
    }

    @Override
    public boolean mayBe(String plain) {
        return Stream.of(type.getEnumConstants())
                .anyMatch(constant -> constant.name().equals(plain));
    }

    @Override
    public boolean isShort() {
        return Stream.of(type.getEnumConstants())
                .allMatch(constant -> KeyEscapes.escape(constant.name()).length() <= KeyWriter.LONGEST_PART);
    }

    @Override
    public boolean isText() {
        return true;
    }
}
