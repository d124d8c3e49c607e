// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class EntryLifeTests {

    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final Duration ABSENT_LIFE = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(10);

    @AutoClose
    private final Node node;

    private final Cache<Long, String> cache;

    EntryLifeTests(StoreKind kind) {
        node = new Node(kind);
        cache = node.caches.open(options("things"), Long.class, String.class);
    }

    private static CacheOptions options(String name) {
        return CacheOptions.named(name).namespace("chat").timeToLive(LIFE).absentTimeToLive(ABSENT_LIFE);
    }

    @Test
    void forgetsAValueWhenItsTimeToLiveIsOver() {
        cache.put(7L, "value");

        node.elapse(LIFE.minus(MOMENT));
        assertThat(cache.get(7L)).isEqualTo("value");
        node.elapse(MOMENT);
        assertThat(cache.get(7L)).isNull();
        assertThat(cache.contains(7L)).isFalse();
        assertThat(cache.entry(7L)).isNull();
        assertThat(cache.timeToLive(7L)).isNull();
        assertThat(cache.getAll(List.of(7L))).isEmpty();
    }

    @Test
    void givesAValueALifeOfItsOwn() {
        cache.put(7L, "value", Duration.ofSeconds(5));
        cache.put(8L, "other", Duration.ofHours(5));

        assertThat(cache.timeToLive(7L)).isEqualTo(Duration.ofSeconds(5));
        node.elapse(Duration.ofSeconds(5));
        assertThat(cache.get(7L)).isNull();
        node.elapse(Duration.ofHours(4));
        assertThat(cache.get(8L)).isEqualTo("other");
    }

    @Test
    void tellsTheAgesOfAnEntry() {
        Instant then = node.time.instant();
        cache.put(7L, "value");
        node.elapse(Duration.ofSeconds(13));

        assertThat(cache.entry(7L))
                .isEqualTo(new CacheEntry<>("value", then, Duration.ofSeconds(13), Duration.ofSeconds(47)));
        assertThat(cache.timeToLive(7L)).isEqualTo(Duration.ofSeconds(47));
        assertThat(cache.entry(8L)).isNull();
    }

    @Test
    void touchGivesAnEntryItsFullLifeAgain() {
        Instant then = node.time.instant();
        cache.put(7L, "value");
        node.elapse(Duration.ofSeconds(50));

        assertThat(cache.touch(7L)).isTrue();
        assertThat(cache.timeToLive(7L)).isEqualTo(LIFE);
        assertThat(cache.entry(7L).createdAt()).isEqualTo(then);
        node.elapse(Duration.ofSeconds(59));
        assertThat(cache.get(7L)).isEqualTo("value");
        node.elapse(Duration.ofSeconds(1));
        assertThat(cache.get(7L)).isNull();
    }

    @Test
    void touchGivesAnEntryALifeOfItsOwn() {
        cache.put(7L, "value");

        assertThat(cache.touch(7L, Duration.ofSeconds(5))).isTrue();
        assertThat(cache.timeToLive(7L)).isEqualTo(Duration.ofSeconds(5));
        assertThat(cache.touch(7L, Duration.ofHours(5))).isTrue();
        node.elapse(Duration.ofHours(4));
        assertThat(cache.get(7L)).isEqualTo("value");
    }

    @Test
    void touchKeepsAnAbsenceForTheTimeOfAbsences() {
        cache.put(7L, null);
        node.elapse(Duration.ofSeconds(10));

        assertThat(cache.touch(7L)).isTrue();
        assertThat(cache.timeToLive(7L)).isEqualTo(ABSENT_LIFE);
    }

    @Test
    void touchMakesNothingOfNothing() {
        assertThat(cache.touch(7L)).isFalse();
        assertThat(cache.contains(7L)).isFalse();
        cache.put(7L, "value");
        node.elapse(LIFE);
        assertThat(cache.touch(7L)).isFalse();
        assertThat(cache.contains(7L)).isFalse();
    }

    @Test
    void shortensLivesByTheJitterAtMost() {
        Cache<String, String> spread = node.caches.open(options("spread").jitter(0.25), String.class, String.class);
        Set<Duration> defaultLives = new TreeSet<>();
        Set<Duration> ownLives = new TreeSet<>();
        Set<Duration> touchedLives = new TreeSet<>();
        Set<Duration> absentLives = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            spread.put("default", "value");
            defaultLives.add(spread.timeToLive("default"));
            spread.put("own", "value", Duration.ofSeconds(100));
            ownLives.add(spread.timeToLive("own"));
            spread.touch("own");
            touchedLives.add(spread.timeToLive("own"));
            spread.put("absent", null);
            absentLives.add(spread.timeToLive("absent"));
        }

        assertSpread(defaultLives, LIFE);
        assertSpread(ownLives, Duration.ofSeconds(100));
        assertSpread(touchedLives, LIFE);
        assertSpread(absentLives, ABSENT_LIFE);
    }

    private static void assertSpread(Set<Duration> lives, Duration nominal) {
        assertThat(lives)
                .hasSizeGreaterThan(20)
                .allSatisfy(life ->
                        assertThat(life).isBetween(nominal.multipliedBy(3).dividedBy(4), nominal));
    }
}
