// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.databind.ValueSerializer;

/** Which numbers JSON gives back as they were. */
final class NumberLimits {

    private static final double DIGITS_PER_BIT = Math.log10(2);
    /** Sign, point and exponent of a {@code BigDecimal}, which count as well. */
    private static final int BESIDE_THE_DIGITS = 16;

    private NumberLimits() {}

    /** Returns a serializer that refuses numbers with more digits than a reader of untrusted bytes takes. */
    static ValueSerializer<?> readable(Class<?> written, ValueSerializer<?> serializer, int maxLength) {
        if (written == BigInteger.class) {
            return new CheckedSerializer(serializer, value -> requireLength((BigInteger) value, maxLength));
        }
        if (written == BigDecimal.class) {
            return new CheckedSerializer(
                    serializer, value -> requireLength(((BigDecimal) value).unscaledValue(), maxLength));
        }
        return serializer;
    }

    private static void requireLength(BigInteger digits, int maxLength) {
        if (digits.bitLength() * DIGITS_PER_BIT > maxLength - BESIDE_THE_DIGITS) {
            throw new Refusal("a number has more than about " + (maxLength - BESIDE_THE_DIGITS)
                    + " digits, more than a reader takes; keep it as a String or byte[], or raise maxNumberLength of"
                    + " the JsonMapper's StreamReadConstraints");
        }
    }

    static boolean canBePlain(Class<?> written) {
        return written == Long.class || written == BigInteger.class || written == Double.class;
    }

    /** Returns a serializer that refuses, where {@code Object} is declared, what would come back as another class. */
    static ValueSerializer<?> plain(ValueSerializer<?> serializer) {
        return new CheckedSerializer(serializer, NumberLimits::requireSameClass);
    }

    private static void requireSameClass(Object value) {
        if (value instanceof Long number && number.intValue() == number) {
            throw refused("a java.lang.Long in the range of Integer", "an Integer");
        }
        if (value instanceof BigInteger number && number.bitLength() < Long.SIZE) {
            throw refused("a java.math.BigInteger in the range of Long", "an Integer or a Long");
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw refused("a java.lang.Double that is not finite", "a String");
        }
    }

    private static Refusal refused(String what, String as) {
        return new Refusal(what + " stands where Object is declared and would come back as " + as
                + "; declare the type of the value");
    }
}
