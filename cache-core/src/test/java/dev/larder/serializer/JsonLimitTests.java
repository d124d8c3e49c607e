// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

class JsonLimitTests {

    private static final int DEEP = 100_000;

    private final CacheSerializer json = CacheSerializer.json();

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"children\":[", "{\"attributes\":{\"a\":"})
    void deepNestingIsRefused(String opening) {
        byte[] bytes = opening.repeat(DEEP).getBytes(StandardCharsets.UTF_8);
        for (Type type : List.of(Object.class, List.class, String.class, Models.Tree.class, Models.Event.class)) {
            ValueSerializer<Object> serializer = json.forType(type);

            assertThatExceptionOfType(CacheSerializationException.class)
                    .isThrownBy(() -> serializer.read(bytes, 0, bytes.length));
        }
    }

    @Test
    void aStackThatOverflowsUnderAMapperWithoutLimitsIsARefusalToo() {
        JsonMapper limitless = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(Integer.MAX_VALUE)
                                .build())
                        .streamWriteConstraints(StreamWriteConstraints.builder()
                                .maxNestingDepth(Integer.MAX_VALUE)
                                .build())
                        .build())
                .build();
        ValueSerializer<Models.Tree> serializer =
                CacheSerializer.json(limitless).forType(Models.Tree.class);
        byte[] bytes = "{\"children\":[".repeat(DEEP).getBytes(StandardCharsets.UTF_8);
        Models.Tree circular = new Models.Tree("s3cret", new ArrayList<>());
        circular.children().add(circular);

        assertThatExceptionOfType(CacheSerializationException.class)
                .isThrownBy(() -> serializer.read(bytes, 0, bytes.length))
                .withMessageContaining("limit on nesting")
                .withNoCause();
        assertThatExceptionOfType(CacheSerializationException.class)
                .isThrownBy(() -> serializer.write(circular))
                .withMessageContaining("nested too deeply or holds itself")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500))
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000000000", "-1E999999999", "1e-999999999", "9", "0.1"})
    void hugeNumbersAreRefusedOrStaySmall(String start) {
        byte[] bytes = start.length() > 3
                ? start.getBytes(StandardCharsets.UTF_8)
                : (start + "1".repeat(DEEP)).getBytes(StandardCharsets.UTF_8);
        for (Type type : List.of(
                int.class,
                Long.class,
                Double.class,
                BigDecimal.class,
                BigInteger.class,
                Object.class,
                Instant.class,
                Duration.class,
                LocalDate.class,
                ZonedDateTime.class,
                Date.class,
                Models.Feeling.class,
                byte[].class,
                Optional.class)) {
            ValueSerializer<Object> serializer = json.forType(type);

            assertThat(ReadOutcome.of(serializer, bytes)).as("%s", type).isNotEqualTo(ReadOutcome.NULL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000000000", "1.5", "1e3", "99999999999999999999"})
    void noLongIsMadeOfANumberThatIsNoLong(String number) {
        ValueSerializer<Long> serializer = json.forType(Long.class);
        byte[] bytes = number.getBytes(StandardCharsets.UTF_8);

        assertThat(ReadOutcome.of(serializer, bytes)).isEqualTo(ReadOutcome.REFUSED);
    }
}
