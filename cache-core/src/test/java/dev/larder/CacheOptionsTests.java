// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.larder.serializer.CacheSerializer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheOptionsTests {

    private static final CacheOptions FEED = CacheOptions.named("feed");

    @Test
    void hasTheDefaultsThatItsDescriptionLists() {
        assertThat(FEED.name()).isEqualTo("feed");
        assertThat(FEED.namespace()).isEqualTo("feed");
        assertThat(FEED.version()).isEqualTo(1);
        assertThat(FEED.keyPattern()).isNull();
        assertThat(FEED.timeToLive()).isEqualTo(Duration.ofMinutes(10));
        assertThat(FEED.absentTimeToLive()).isEqualTo(Duration.ofSeconds(30));
        assertThat(FEED.jitter()).isZero();
        assertThat(FEED.bound()).isEqualTo(new CacheOptions.Bound(10_000, null));
        assertThat(FEED.serializer()).isNull();
        assertThat(FEED.loaderDeadline()).isEqualTo(Duration.ofSeconds(30));
        assertThat(FEED.lease()).isEqualTo(Duration.ofSeconds(5));
        assertThat(FEED.writeIntent()).isEqualTo(Duration.ofSeconds(30));
        assertThat(FEED.holdOff()).isZero();
        assertThat(FEED.retry()).isEqualTo(LoadRetry.none());
        assertThat(FEED.storeReadDeadline()).isEqualTo(Duration.ofMillis(250));
        assertThat(FEED.storeWriteDeadline()).isEqualTo(Duration.ofMillis(500));
        assertThat(FEED.logKeys()).isTrue();
    }

    @Test
    void remembersAbsencesNoLongerThanValuesUnlessToldTo() {
        CacheOptions typing = FEED.timeToLive(Duration.ofSeconds(10));

        assertThat(typing.absentTimeToLive()).isEqualTo(Duration.ofSeconds(10));
        assertThat(typing.absentTimeToLive(Duration.ofMinutes(1)).absentTimeToLive())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void keepsWhatIsSet() {
        CacheSerializer serializer = CacheSerializer.json();
        LoadRetry retry = LoadRetry.exponential(3, Duration.ofMillis(50));
        CacheOptions set = FEED.namespace("social")
                .version(2)
                .keyPattern("user:{}:feed")
                .timeToLive(Duration.ofHours(1))
                .absentTimeToLive(Duration.ofSeconds(5))
                .jitter(0.2)
                .maximumSize(99)
                .serializer(serializer)
                .loaderDeadline(Duration.ofSeconds(3))
                .lease(Duration.ofSeconds(4))
                .writeIntent(Duration.ofSeconds(6))
                .holdOff(Duration.ofSeconds(7))
                .retry(retry)
                .storeReadDeadline(Duration.ofMillis(8))
                .storeWriteDeadline(Duration.ofMillis(9))
                .logKeys(false);

        assertThat(set.name()).isEqualTo("feed");
        assertThat(set.namespace()).isEqualTo("social");
        assertThat(set.version()).isEqualTo(2);
        assertThat(set.keyPattern()).isEqualTo("user:{}:feed");
        assertThat(set.timeToLive()).isEqualTo(Duration.ofHours(1));
        assertThat(set.absentTimeToLive()).isEqualTo(Duration.ofSeconds(5));
        assertThat(set.jitter()).isEqualTo(0.2);
        assertThat(set.bound().maximum()).isEqualTo(99);
        assertThat(set.serializer()).isSameAs(serializer);
        assertThat(set.loaderDeadline()).isEqualTo(Duration.ofSeconds(3));
        assertThat(set.lease()).isEqualTo(Duration.ofSeconds(4));
        assertThat(set.writeIntent()).isEqualTo(Duration.ofSeconds(6));
        assertThat(set.holdOff()).isEqualTo(Duration.ofSeconds(7));
        assertThat(set.retry()).isEqualTo(retry);
        assertThat(set.storeReadDeadline()).isEqualTo(Duration.ofMillis(8));
        assertThat(set.storeWriteDeadline()).isEqualTo(Duration.ofMillis(9));
        assertThat(set.logKeys()).isFalse();
    }

    @Test
    void neverChanges() {
        CacheOptions longer = FEED.timeToLive(Duration.ofHours(1));

        longer.timeToLive(Duration.ofHours(2)).version(3);

        assertThat(FEED).isEqualTo(CacheOptions.named("feed"));
        assertThat(longer).isEqualTo(FEED.timeToLive(Duration.ofHours(1)));
    }

    @Test
    void boundsBySizeOrByWeightWhicheverWasSaidLast() {
        CacheOptions byWeight = FEED.maximumSize(10).<String, String>maximumWeight(500, (key, value) -> value.length());
        CacheOptions bySize = byWeight.maximumSize(10);

        assertThat(byWeight.bound().maximum()).isEqualTo(500);
        assertThat(byWeight.bound().weigher()).isNotNull();
        assertThat(bySize.bound()).isEqualTo(new CacheOptions.Bound(10, null));
    }

    @Test
    void takesFromOthersOnlyWhatItLeavesOpen() {
        CacheOptions defaults =
                CacheOptions.named("defaults").timeToLive(Duration.ofHours(9)).version(7);

        CacheOptions merged = FEED.version(2).withDefaults(defaults);

        assertThat(merged).isEqualTo(FEED.version(2).timeToLive(Duration.ofHours(9)));
        assertThat(merged.name()).isEqualTo("feed");
        assertThat(merged.namespace()).isEqualTo("feed");
        assertThat(merged.lease()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void keepsAValueThatEqualsTheDefaultIfItWasGiven() {
        CacheOptions defaults = CacheOptions.named("defaults").version(7);

        assertThat(FEED.version(1).withDefaults(defaults).version()).isEqualTo(1);
    }

    @Test
    void isEqualByNameAndByWhatWasSet() {
        assertThat(FEED.version(2)).isEqualTo(CacheOptions.named("feed").version(2));
        assertThat(FEED.version(2)).hasSameHashCodeAs(CacheOptions.named("feed").version(2));
        assertThat(FEED).isNotEqualTo(CacheOptions.named("posts"));
        assertThat(FEED).isNotEqualTo(FEED.version(2));
        assertThat(FEED).isNotEqualTo("feed");
        assertThat(FEED.version(2).toString()).contains("feed", "version=2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\t"})
    void refusesABlankName(String blank) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheOptions.named(blank))
                .withMessage("name must not be blank; give the cache a name such as 'feed'");
    }

    @Test
    void refusesNullAsAName() {
        assertThatNullPointerException()
                .isThrownBy(() -> CacheOptions.named(null))
                .withMessage("name must not be null");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesAVersionBelowOne(int version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FEED.version(version))
                .withMessage("version must be at least 1, but was %d (cache 'feed')", version);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 2, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAJitterThatLeavesNoLife(double share) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FEED.jitter(share))
                .withMessage("jitter must be at least 0 and less than 1, but was %s (cache 'feed')", share);
    }

    @Test
    void refusesABoundThatKeepsNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FEED.maximumSize(0))
                .withMessage("maximumSize must be at least 1, but was 0 (cache 'feed')");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FEED.maximumWeight(0, (key, value) -> 1))
                .withMessage("maximumWeight must be at least 1, but was 0 (cache 'feed')");
        assertThatNullPointerException()
                .isThrownBy(() -> FEED.maximumWeight(1, null))
                .withMessageContaining("weigher must not be null");
    }

    @ParameterizedTest
    @MethodSource("durations")
    void refusesADurationBelowAMillisecond(String option, Function<Duration, CacheOptions> setter) {
        for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofNanos(999_999))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> setter.apply(none))
                    .withMessage(
                            "%s must be positive, at least a millisecond, but was %s (cache 'feed')", option, none);
        }
        assertThatNullPointerException()
                .isThrownBy(() -> setter.apply(null))
                .withMessage("%s must not be null (cache 'feed')", option);
    }

    static Stream<Arguments> durations() {
        return Stream.of(
                duration("timeToLive", FEED::timeToLive),
                duration("absentTimeToLive", FEED::absentTimeToLive),
                duration("loaderDeadline", FEED::loaderDeadline),
                duration("lease", FEED::lease),
                duration("writeIntent", FEED::writeIntent),
                duration("storeReadDeadline", FEED::storeReadDeadline),
                duration("storeWriteDeadline", FEED::storeWriteDeadline));
    }

    private static Arguments duration(String option, Function<Duration, CacheOptions> setter) {
        return Arguments.of(option, setter);
    }

    @ParameterizedTest
    @MethodSource("durations")
    void refusesADurationOfMoreThanAYear(String option, Function<Duration, CacheOptions> setter) {
        Duration tooLong = CacheOptions.LONGEST_LIFE.plusNanos(1);

        assertThat(setter.apply(CacheOptions.LONGEST_LIFE)).isNotEqualTo(FEED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setter.apply(tooLong))
                .withMessage("%s must be at most PT8760H (365 days), but was %s (cache 'feed')", option, tooLong);
    }

    @Test
    void refusesAHoldOffThatIsNegativeOrTooLongButTakesNone() {
        assertThat(FEED.holdOff(Duration.ZERO).holdOff()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FEED.holdOff(Duration.ofSeconds(-1)))
                .withMessage("holdOff must not be negative, but was PT-1S (cache 'feed')");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FEED.holdOff(Duration.ofDays(366)))
                .withMessage("holdOff must be at most PT8760H (365 days), but was PT8784H (cache 'feed')");
    }

    @Test
    void saysWhichOptionAndWhichCacheWhereNullIsRefused() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> FEED.namespace(null))
                .withMessage("namespace must not be null (cache 'feed')");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> FEED.keyPattern(null))
                .withMessage("keyPattern must not be null (cache 'feed')");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> FEED.serializer(null))
                .withMessage("serializer must not be null (cache 'feed')");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> FEED.retry(null))
                .withMessage("retry must not be null (cache 'feed')");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> FEED.holdOff(null))
                .withMessageContaining("holdOff must not be null");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> FEED.withDefaults(null))
                .withMessageContaining("defaults must not be null");
    }

    @Test
    void anAbsentTimeToLiveThatComesFromTheDefaultsIsShortenedToTheTimeToLive() {
        CacheOptions defaults = CacheOptions.named("defaults").absentTimeToLive(Duration.ofMinutes(1));

        assertThat(CacheOptions.named("typing")
                        .timeToLive(Duration.ofSeconds(10))
                        .withDefaults(defaults))
                .returns(Duration.ofSeconds(10), CacheOptions::absentTimeToLive);
        assertThat(CacheOptions.named("feed").withDefaults(defaults))
                .returns(Duration.ofMinutes(1), CacheOptions::absentTimeToLive);
    }

    @Test
    void contradictoryOptionsAreRefusedWhenACacheIsOpened() {
        try (CacheManager caches = CacheManager.inMemory()) {
            CacheOptions absentForTooLong = CacheOptions.named("feed")
                    .timeToLive(Duration.ofMinutes(1))
                    .absentTimeToLive(Duration.ofMinutes(2));
            CacheOptions retriedTooLate = CacheOptions.named("feed")
                    .loaderDeadline(Duration.ofSeconds(1))
                    .retry(LoadRetry.exponential(2, Duration.ofSeconds(1)));

            assertThatExceptionOfType(CacheConfigurationException.class)
                    .isThrownBy(() -> caches.open(absentForTooLong, String.class, String.class))
                    .withMessageStartingWith(
                            "the options of cache 'feed' contradict each other: "
                                    + "absentTimeToLive (PT2M) is longer than timeToLive (PT1M); shorten the one or lengthen the other");
            assertThatExceptionOfType(CacheConfigurationException.class)
                    .isThrownBy(() -> caches.open(retriedTooLate, String.class, String.class))
                    .withMessageContaining(
                            "the first delay of a retry (PT1S) is not shorter than loaderDeadline (PT1S)");
            assertThat(caches.open(CacheOptions.named("feed"), String.class, String.class))
                    .as("the name is free after a refusal")
                    .isNotNull();
        }
    }

    @Test
    void tellsHowManyValuesALocalStoreKeeps() {
        assertThat(FEED.maximumSize()).hasValue(10_000);
        assertThat(FEED.maximumSize(5).maximumSize()).hasValue(5);
        assertThat(FEED.maximumWeight(5, (key, value) -> 1).maximumSize()).isEmpty();
    }
}
