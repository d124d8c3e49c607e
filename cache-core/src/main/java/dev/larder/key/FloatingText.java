// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Predicate;

/**
 * A short decimal text that reads back as the same floating-point number, made without {@link Double#toString}, whose
 * digits changed with Java 19: nodes on different releases must agree on the text of a key.
 */
final class FloatingText {

    private static final double EXACT_INTEGERS = 1L << 53;

    private FloatingText() {}

    static String of(double number) {
        if (isWhole(number)) {
            return whole(number);
        }
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        return shortest(new BigDecimal(number), 17, text -> Double.parseDouble(text) == number);
    }

    static String of(float number) {
        if (isWhole(number)) {
            return whole(number);
        }
        if (!Float.isFinite(number)) {
            return Float.toString(number);
        }
        return shortest(new BigDecimal(number), 9, text -> Float.parseFloat(text) == number);
    }

    /** Returns the first of 1, 2, 3 … digits that read back as the number; {@code enough} digits always do. */
    private static String shortest(BigDecimal exact, int enough, Predicate<String> readsBack) {
        BigDecimal rounded = exact.round(new MathContext(enough));
        for (int digits = 1; digits < enough; digits++) {
            String text = rounded.round(new MathContext(digits)).toString();
            if (readsBack.test(text)) {
                return text;
            }
        }
        return rounded.toString();
    }

    private static boolean isWhole(double number) {
        return Math.abs(number) < EXACT_INTEGERS && number == Math.rint(number);
    }

    private static String whole(double number) {
        boolean negativeZero = number == 0 && Math.copySign(1, number) < 0;
        return (negativeZero ? "-0" : Long.toString((long) number)) + ".0";
    }
}
