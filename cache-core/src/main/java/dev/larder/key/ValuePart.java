// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A type of the JDK whose values have a text each: equal values the same one, others another. */
final class ValuePart<T> implements KeyPart {

    private static final Map<Class<?>, ValuePart<?>> KNOWN = new HashMap<>();

    private static final ValuePart<ZoneId> ZONE =
            new ValuePart<>(ZoneId.class, "ZoneId", ZoneId::getId, false, any -> true);

    static {
        known(String.class, "String", Function.identity(), false, any -> true);
        known(Character.class, "char", Object::toString, true, plain -> plain.length() == 1);
        known(Boolean.class, "boolean", Object::toString, true, plain -> plain.equals("true") || plain.equals("false"));
        known(Byte.class, "byte", Object::toString, true, whole(Byte::valueOf));
        known(Short.class, "short", Object::toString, true, whole(Short::valueOf));
        known(Integer.class, "int", Object::toString, true, whole(Integer::valueOf));
        known(Long.class, "long", Object::toString, true, whole(Long::valueOf));
        known(Float.class, "float", FloatingText::of, true, reads(Float::valueOf, FloatingText::of));
        known(Double.class, "double", FloatingText::of, true, reads(Double::valueOf, FloatingText::of));
        known(BigInteger.class, "BigInteger", Object::toString, false, whole(BigInteger::new));
        known(BigDecimal.class, "BigDecimal", Object::toString, false, reads(BigDecimal::new, Object::toString));
        known(UUID.class, "UUID", Object::toString, true, reads(UUID::fromString, Object::toString));
        known(Instant.class, "Instant", Object::toString, true, any -> false);
        known(LocalDate.class, "LocalDate", Object::toString, true, any -> true);
        known(LocalTime.class, "LocalTime", Object::toString, true, any -> false);
        known(LocalDateTime.class, "LocalDateTime", Object::toString, true, any -> false);
        known(OffsetTime.class, "OffsetTime", Object::toString, true, any -> false);
        known(OffsetDateTime.class, "OffsetDateTime", Object::toString, true, any -> false);
        known(ZonedDateTime.class, "ZonedDateTime", Object::toString, false, any -> false);
        known(Year.class, "Year", Object::toString, true, any -> true);
        known(YearMonth.class, "YearMonth", Object::toString, true, any -> true);
        known(MonthDay.class, "MonthDay", Object::toString, true, any -> true);
        known(Duration.class, "Duration", Object::toString, true, any -> true);
        known(Period.class, "Period", Object::toString, true, any -> true);
        known(Currency.class, "Currency", Currency::getCurrencyCode, true, any -> true);
        known(Locale.class, "Locale", ValuePart::languageTag, false, any -> true);
        known(Class.class, "Class", type -> type.getName(), false, any -> true);
    }

    private final Class<T> type;
    private final String mark;
    private final Function<? super T, String> text;
    private final boolean isShort;
    private final Predicate<String> mayBe;

    private ValuePart(
            Class<T> type, String mark, Function<? super T, String> text, boolean isShort, Predicate<String> mayBe) {
        this.type = type;
        this.mark = mark;
        this.text = text;
        this.isShort = isShort;
        this.mayBe = mayBe;
    }

    /**
     * Returns the part for a type, {@code null} for one that is not listed here; a subclass of a listed type is not.
     */
    static @Nullable ValuePart<?> of(Class<?> type) {
        return ZoneId.class.isAssignableFrom(type) ? ZONE : KNOWN.get(type);
    }

    @Override
    public void write(KeyWriter out, Object value) {
        if (value.getClass() != type && !(this == ZONE && value instanceof ZoneId)) {
            throw InvalidCacheKeyException.mismatch(type, value);
        }
        out.escaped(text.apply(type.cast(value)));
    }

    @Override
    public String mark() {
        return mark;
    }

    @Override
    public boolean mayBe(String plain) {
        return mayBe.test(plain);
    }

    @Override
    public boolean isShort() {
        return isShort;
    }

    @Override
    public boolean isText() {
        return true;
    }

    private static <T> void known(
            Class<T> type, String mark, Function<? super T, String> text, boolean isShort, Predicate<String> mayBe) {
        KNOWN.put(type, new ValuePart<>(type, mark, text, isShort, mayBe));
    }

    /** The texts that come back unchanged when they are read and written again. */
    private static <T> Predicate<String> reads(Function<String, T> read, Function<? super T, String> write) {
        return plain -> {
            try {
                return write.apply(read.apply(plain)).equals(plain);
            } catch (IllegalArgumentException e) {
                return false;
            }
        };
    }

    /**
     * As {@link #reads}, but without an exception for every text that is no number, since patterns ask this of foreign
     * keys.
     */
    private static <T> Predicate<String> whole(Function<String, T> read) {
        Predicate<String> reads = reads(read, Object::toString);
        return plain -> plain.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-') && reads.test(plain);
    }

    private static String languageTag(Locale locale) {
        String tag = locale.toLanguageTag();
        if (!Locale.forLanguageTag(tag).equals(locale)) {
            throw new InvalidCacheKeyException("the locale '" + Texts.shortened(locale.toString())
                    + "' is not well-formed, so no language tag stands for it; use Locale.forLanguageTag or a String");
        }
        return tag;
    }
}
