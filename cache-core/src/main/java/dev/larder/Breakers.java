// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.time.Ticker;
import dev.larder.time.TimeSources;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps commands away from a store that does not answer: a circuit breaker for each of its parts that can fail alone. It times the store
 * only, never a loader.
 */
final class Breakers {

    private static final Logger log = LoggerFactory.getLogger(CacheManager.class);

    /** So many commands in a row have failed: few enough that the first callers of an outage pay for all others. */
    private static final int FAILURES = 5;

    /** One caller at a time finds out whether the store is back, so that no others wait for a deadline meanwhile. */
    private static final int PROBES = 1;

    /** More parts than a store has; and how long one is remembered that nobody asks and that is not open, since parts come and go. */
    private static final int MAXIMUM_PARTS = 1_000;

    private static final Duration PART_MEMORY = Duration.ofMinutes(10);

    private final Ticker ticker;
    private final CircuitBreakerConfig config;
    private final Runnable whenClosed;
    private final com.github.benmanes.caffeine.cache.Cache<Object, CircuitBreaker> breakers;

    /**
     * Makes breakers that stay open for about the given time.
     *
     * @param whenClosed what to do when a part answers again; quick, on whatever thread finds it out
     */
    Breakers(TimeSources time, Duration wait, Runnable whenClosed) {
        this.ticker = time.ticker();
        this.whenClosed = whenClosed;
        this.config = CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(FAILURES)
                .minimumNumberOfCalls(FAILURES)
                .failureRateThreshold(100)
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                .waitIntervalFunctionInOpenState(
                        opened -> Math.max(1, Jitter.spread(wait).toMillis()))
                .clock(monotonic(ticker))
                .build();
        this.breakers = Caffeine.newBuilder()
                .maximumSize(MAXIMUM_PARTS)
                .expireAfterAccess(PART_MEMORY.plus(wait.multipliedBy(2)))
                .ticker(ticker::read)
                .executor(Runnable::run)
                .build();
    }

    /** A clock that no correction of the system's date can stop, for differences only. */
    private static Clock monotonic(Ticker ticker) {
        InstantSource source = () -> Instant.EPOCH.plusNanos(ticker.read());
        return source.withZone(ZoneOffset.UTC);
    }

    /** Asks for leave to send a command to a part; null if it would be in vain. */
    @Nullable
    Permit ask(Object part) {
        CircuitBreaker breaker = breakers.get(part, this::breaker);
        return breaker.tryAcquirePermission() ? new Permit(breaker, ticker) : null;
    }

    /** The store may be back: whoever asks next finds out, instead of one who comes after the wait. */
    void tryAgain() {
        breakers.asMap().values().stream()
                .filter(breaker -> breaker.getState() == State.OPEN)
                .forEach(Breakers::tryAgain);
    }

    private static void tryAgain(CircuitBreaker open) {
        try {
            open.transitionToHalfOpenState();
        } catch (IllegalStateTransitionException beingTried) {
            // Its wait ended at this moment, and the probe may have been answered too.
        }
    }

    private CircuitBreaker breaker(Object part) {
        CircuitBreaker breaker = CircuitBreaker.of(part.toString(), config);
        breaker.getEventPublisher().onStateTransition(this::changed);
        return breaker;
    }

    private void changed(CircuitBreakerOnStateTransitionEvent event) {
        String part = event.getCircuitBreakerName();
        switch (event.getStateTransition()) {
            case CLOSED_TO_OPEN ->
                log.warn("{} does not answer: for now it is asked nothing, and what is loaded is not stored", part);
            case HALF_OPEN_TO_CLOSED -> {
                log.info("{} answers again", part);
                whenClosed.run();
            }
            default -> log.debug("{}: {}", part, event.getStateTransition());
        }
    }

    /** The parts by name, and how their breakers are. */
    Map<String, GuardStatus.Breaker> states() {
        Map<String, GuardStatus.Breaker> states = new TreeMap<>();
        breakers.asMap().forEach((part, breaker) -> states.put(part.toString(), stateOf(breaker)));
        return states;
    }

    private static GuardStatus.Breaker stateOf(CircuitBreaker breaker) {
        State state = breaker.getState();
        return switch (state) {
            case OPEN -> GuardStatus.Breaker.OPEN;
            case HALF_OPEN -> GuardStatus.Breaker.HALF_OPEN;
            default -> GuardStatus.Breaker.CLOSED;
        };
    }

    /** Leave to send one command, which must be told how that ended. */
    static final class Permit {

        private final CircuitBreaker breaker;
        private final Ticker ticker;
        private final long start;

        private Permit(CircuitBreaker breaker, Ticker ticker) {
            this.breaker = breaker;
            this.ticker = ticker;
            this.start = ticker.read();
        }

        void end(@Nullable Throwable failure) {
            long nanos = ticker.read() - start;
            if (failure == null) {
                breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
            } else {
                breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
            }
        }
    }
}
