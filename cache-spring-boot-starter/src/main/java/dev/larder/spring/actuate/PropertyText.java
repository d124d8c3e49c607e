// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.convert.DurationStyle;

/** Values as one writes them in properties, so that what is seen can be set. */
final class PropertyText {

    private static final List<ChronoUnit> UNITS = List.of(
            ChronoUnit.DAYS,
            ChronoUnit.HOURS,
            ChronoUnit.MINUTES,
            ChronoUnit.SECONDS,
            ChronoUnit.MILLIS,
            ChronoUnit.MICROS);

    private PropertyText() {}

    /** Writes a constant, such as {@code read-only}. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Writes a duration in the largest unit that leaves nothing over, such as {@code 90m}. */
    static String of(Duration duration) {
        ChronoUnit unit = duration.isZero()
                ? ChronoUnit.SECONDS
                : UNITS.stream()
                        .filter(candidate -> isWhole(duration, candidate))
                        .findFirst()
                        .orElse(ChronoUnit.NANOS);
        return DurationStyle.SIMPLE.print(duration, unit);
    }

    private static boolean isWhole(Duration duration, ChronoUnit unit) {
        long units = duration.dividedBy(unit.getDuration());
        return unit.getDuration().multipliedBy(units).equals(duration);
    }
}
