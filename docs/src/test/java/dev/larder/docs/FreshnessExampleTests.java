// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheEvent;
import dev.larder.CacheListener;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.EarlyRefresh;
import dev.larder.store.MemoryCacheStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

record Rates(String tag, double dollarsPerEuro, boolean isFinal) {}

interface RateService {

    /** Asks for the rates unless they still carry the tag; null if they do. */
    @Nullable
    Rates fetchUnless(@Nullable String tag);
}

// tag::rates[]
class RatesCache extends CacheAsideStrategy<String, Rates> {

    private final RateService rates;

    RatesCache(CacheManager caches, RateService rates) {
        super(
                caches,
                CacheOptions.named("rates")
                        .timeToLive(Duration.ofMinutes(10))
                        .staleWhileRevalidate(Duration.ofMinutes(2))
                        .staleIfError(Duration.ofHours(6))
                        .softTimeout(Duration.ofMillis(300))
                        .earlyRefresh(EarlyRefresh.xFetch()));
        this.rates = rates;
    }

    @Override
    protected @Nullable Rates load(String day) {
        return rates.fetchUnless(null);
    }

    @Override
    protected @Nullable Rates reload(String day, Rates held) {
        Rates newer = rates.fetchUnless(held.tag());
        return newer == null ? held : newer;
    }
}
// end::rates[]

// tag::listener[]
@Component
class StaleAnswers implements CacheListener {

    private static final Logger log = LoggerFactory.getLogger(StaleAnswers.class);

    @Override
    public void on(CacheEvent event) {
        if (event.kind() == CacheEvent.Kind.STALE_FOR_ERROR) {
            log.info("{} served stale {}", event.cache(), event.keys());
        }
    }
}
// end::listener[]

/** The examples of docs/freshness.md. */
class FreshnessExampleTests {

    private final TestTime time = new TestTime();
    private @Nullable Rates origin = new Rates("v1", 1.1, false);
    private int fetches;

    private @Nullable Rates fetchUnless(@Nullable String tag) {
        fetches++;
        if (origin == null) {
            throw new IllegalStateException("no rates today");
        }
        return origin.tag().equals(tag) ? null : origin;
    }

    private CacheManager caches(List<CacheEvent> events) {
        return CacheManager.builder()
                .store(new MemoryCacheStore(time.sources()))
                .time(time.sources())
                .executor(Runnable::run)
                .listener(new StaleAnswers())
                .listener(events::add)
                .build();
    }

    @Test
    void ratesStayFreshAndOutliveTheirOrigin() {
        List<CacheEvent> events = new ArrayList<>();
        try (CacheManager caches = caches(events)) {
            RatesCache rates = new RatesCache(caches, this::fetchUnless);
            Rates first = rates.get("today");
            time.advance(Duration.ofMinutes(13));
            assertThat(rates.get("today")).as("unchanged").isSameAs(first);
            assertThat(rates.timeToLive("today")).isEqualTo(Duration.ofMinutes(10));
            assertThat(fetches).isEqualTo(2);

            origin = null;
            time.advance(Duration.ofMinutes(13));
            assertThat(rates.get("today")).as("for want of an origin").isSameAs(first);
            assertThat(events).extracting(CacheEvent::kind).contains(CacheEvent.Kind.STALE_FOR_ERROR);
        }
    }

    @Test
    void aValueSaysHowLongItIsServed() {
        try (CacheManager caches = caches(new ArrayList<>())) {
            // tag::by-value[]
            CacheOptions options = CacheOptions.named("final-rates")
                    .timeToLive((String day, Rates rates) -> rates.isFinal() ? Duration.ofDays(30) : Duration.ZERO);
            // end::by-value[]
            CacheAsideStrategy<String, Rates> rates = CacheAsideStrategy.of(
                    caches, options, Rates.class, day -> new Rates("v1", 1.1, day.equals("yesterday")));
            rates.get("yesterday");
            rates.get("today");

            assertThat(rates.timeToLive("yesterday")).isEqualTo(Duration.ofDays(30));
            assertThat(rates.contains("today")).isFalse();
        }
    }
}
