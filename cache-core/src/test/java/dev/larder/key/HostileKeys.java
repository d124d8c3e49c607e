// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import dev.larder.key.KeyFixtures.Circle;
import dev.larder.key.KeyFixtures.Color;
import dev.larder.key.KeyFixtures.Everything;
import dev.larder.key.KeyFixtures.Mood;
import dev.larder.key.KeyFixtures.Page;
import dev.larder.key.KeyFixtures.Pair;
import dev.larder.key.KeyFixtures.Search;
import dev.larder.key.KeyFixtures.Square;
import dev.larder.key.KeyFixtures.Tree;
import dev.larder.key.KeyFixtures.UserId;
import dev.larder.key.KeyFixtures.Wrapped;
import dev.larder.key.KeyFixtures.Wrapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes keys that nearly collide: from few and short pieces, most of which mean something in a key's text. Seeded. */
final class HostileKeys {

    private static final String[] PIECES = Pattern.compile("_")
            .split("_a_b_1_2_-1_1.0_:_,_%_=_~_<_>_#_(_)_{_}_{}_*_?_[_]_\\_._|_null_true_RED"
                    + "_%3A_%2C_%25_3A_2C_25_%~_%~~_%-_%<_%>_%=_%#_%(long)1_%(List)_%E2%80%A8_%ED%A0%80_%C2%A0"
                    + "_ _\t_\n_\0_\u007F_\u0085_\u009F_\u00A0_\u200B_\u2028_\u3000_\uFEFF_\uFFFD_\uFFFF"
                    + "_\uD800_\uDBFF_\uDC00_\uDFFF_\uD83D\uDE00_ä_a\u0308");

    private static final List<Double> DOUBLES = List.of(
            0.0,
            -0.0,
            1.0,
            0.1,
            0.1 + 0.2,
            1e22 * 3,
            Double.NaN,
            1 / 0.0,
            -1 / 0.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            0x1p53,
            0x1p53 + 2);

    private static final String LONG_TEXT = "long text ".repeat(60);

    private final Random random;

    HostileKeys(long seed) {
        this.random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    @SafeVarargs
    final <T> T oneOf(Supplier<? extends T>... choices) {
        return choices[below(choices.length)].get();
    }

    String text() {
        StringBuilder text = new StringBuilder(below(200) == 0 ? LONG_TEXT.substring(0, 180 + below(120)) : "");
        for (int pieces = below(4); pieces > 0; pieces--) {
            text.append(PIECES[below(PIECES.length)]);
        }
        return text.toString();
    }

    @Nullable
    String textOrNull() {
        return below(6) == 0 ? null : text();
    }

    long number() {
        return oneOf(
                () -> (long) below(5) - 1, () -> Long.MIN_VALUE + below(2), () -> Long.MAX_VALUE, random::nextLong);
    }

    double floating() {
        return below(10) == 0 ? Double.longBitsToDouble(random.nextLong()) : DOUBLES.get(below(DOUBLES.size()));
    }

    /** A value that holds no others. */
    Object single() {
        return this.<Object>oneOf(
                this::text,
                this::text,
                this::text,
                this::number,
                () -> (int) number(),
                () -> (short) number(),
                () -> (byte) number(),
                () -> (char) ('0' + below(3)),
                () -> text().isEmpty(),
                this::floating,
                () -> (float) floating(),
                () -> BigInteger.valueOf(number()),
                () -> BigDecimal.valueOf(below(20), below(3)),
                () -> new UUID(below(2), below(2)),
                () -> new UUID(below(2), below(2)).toString(),
                () -> Color.RED,
                () -> Color.GREEN,
                () -> Mood.RED,
                () -> Instant.ofEpochSecond(below(3), below(2)),
                () -> LocalDate.ofEpochDay(below(3)),
                () -> LocalDate.ofEpochDay(below(3)).toString(),
                () -> Duration.ofNanos(below(3)),
                () -> Locale.forLanguageTag(below(2) == 0 ? "en" : "en-GB"),
                () -> new UserId(text()),
                () -> List.class);
    }

    /** Any value, {@code depth} levels deep at most. */
    Object any(int depth) {
        if (depth == 0 || below(3) > 0) {
            return single();
        }
        return this.<Object>oneOf(
                () -> list(() -> anyOrNull(depth - 1)),
                () -> set(() -> anyOrNull(depth - 1)),
                () -> map(() -> anyOrNull(depth - 1), () -> anyOrNull(depth - 1)),
                () -> Optional.ofNullable(anyOrNull(depth - 1)),
                () -> new Pair<>(anyOrNull(depth - 1), anyOrNull(depth - 1)),
                this::page,
                () -> search(depth - 1),
                () -> tree(depth),
                () -> wrapper(),
                Everything::new,
                () -> new Circle(below(2)),
                () -> new Square(below(2)));
    }

    @Nullable
    Object anyOrNull(int depth) {
        return below(8) == 0 ? null : any(depth);
    }

    <T> List<T> list(Supplier<? extends T> values) {
        List<T> list = new ArrayList<>();
        for (int size = below(4); size > 0; size--) {
            list.add(values.get());
        }
        return list;
    }

    <T> Set<T> set(Supplier<? extends T> values) {
        return new HashSet<>(list(values));
    }

    <K, V> Map<K, V> map(Supplier<? extends K> keys, Supplier<? extends V> values) {
        Map<K, V> map = new HashMap<>();
        for (int size = below(4); size > 0; size--) {
            map.put(keys.get(), values.get());
        }
        return map;
    }

    Page page() {
        return new Page(textOrNull(), textOrNull());
    }

    Search search(int depth) {
        return new Search(
                below(5) == 0 ? null : page(),
                below(5) == 0 ? null : list(this::textOrNull),
                anyOrNull(Math.max(0, depth)));
    }

    Tree tree(int depth) {
        return new Tree(
                textOrNull(),
                depth == 0 || below(2) == 0 ? null : tree(depth - 1),
                depth == 0 || below(2) == 0 ? null : tree(depth - 1));
    }

    Wrapper wrapper() {
        Wrapped wrapped = below(4) == 0 ? null : new Wrapped(below(4) == 0 ? null : page());
        return new Wrapper(wrapped, textOrNull());
    }

    /** An equal value, made in another way: other collections in another order, other instances. */
    @Nullable
    Object twin(@Nullable Object value) {
        if (value instanceof String text) {
            return new String(text.toCharArray());
        }
        if (value instanceof List<?> list) {
            Object[] twins = list.stream().map(this::twin).toArray();
            return below(2) == 0
                    ? new CopyOnWriteArrayList<>(Arrays.asList(twins))
                    : Collections.unmodifiableList(Arrays.asList(twins));
        }
        if (value instanceof Set<?> set) {
            Set<Object> twin = new LinkedHashSet<>();
            reversed(set).forEach(each -> twin.add(twin(each)));
            return twin;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> twin = new LinkedHashMap<>();
            reversed(map.keySet()).forEach(key -> twin.put(twin(key), twin(map.get(key))));
            return twin;
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(this::twin);
        }
        if (value instanceof Pair<?, ?> pair) {
            return new Pair<>(twin(pair.first()), twin(pair.second()));
        }
        if (value instanceof Page page) {
            return new Page((String) twin(page.user()), (String) twin(page.query()));
        }
        if (value instanceof Search search) {
            @SuppressWarnings("unchecked")
            List<String> tags = (List<String>) twin(search.tags());
            return new Search((Page) twin(search.page()), tags, twin(search.filter()));
        }
        if (value instanceof Long number) {
            return Long.parseLong(number.toString());
        }
        if (value instanceof BigDecimal number) {
            return new BigDecimal(number.unscaledValue(), number.scale());
        }
        if (value instanceof Double number && number.isNaN()) {
            return Double.longBitsToDouble(0x7ff8000000000001L);
        }
        return value;
    }

    private static List<?> reversed(Set<?> values) {
        List<?> reversed = new ArrayList<>(values);
        Collections.reverse(reversed);
        return reversed;
    }
}
