// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.test.TestTime;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class LoaderFailureTests {

    @AutoClose
    private final Node node;

    private final Cache<String, String> cache;

    LoaderFailureTests(StoreKind kind) {
        node = new Node(kind);
        cache = node.caches.open(
                CacheOptions.named("things").loadBackOff(LoadBackOff.none()), String.class, String.class);
    }

    @Test
    void wrapsACheckedExceptionOfALoaderAndKeepsItAsTheCause() {
        IOException away = new IOException("the origin is away");
        CacheLoader<String, String> loader = key -> {
            throw away;
        };

        CacheLoadException first = loadFailure(() -> cache.getOrLoad("key", loader));
        CacheLoadException second = loadFailure(() -> cache.getOrLoad("key", loader));

        assertThat(first).isNotSameAs(second).hasCause(away);
        assertThat(second).hasCause(away);
        assertThat(first)
                .hasMessage("could not load key 'things:v1:key' of cache 'things': java.io.IOException: the origin is"
                        + " away");
        assertThat(loadFailure(() -> cache.refresh("key", loader))).hasCause(away);
        assertThat(loadFailure(() -> cache.getAllOrLoad(List.of("a", "b"), loader)))
                .hasCause(away);
        assertThat(away.getSuppressed()).isEmpty();
        assertThat(cache.contains("key")).isFalse();
    }

    private static CacheLoadException loadFailure(ThrowingCallable call) {
        CacheLoadException[] seen = new CacheLoadException[1];
        assertThatExceptionOfType(CacheLoadException.class).isThrownBy(call).satisfies(failure -> seen[0] = failure);
        return seen[0];
    }

    private static CacheLoader<String, String> loadingAll(Supplier<Map<String, String>> all) {
        return new CacheLoader<>() {
            @Override
            public String load(String key) {
                return "loaded";
            }

            @Override
            public Map<String, String> loadAll(Collection<String> keys) {
                return all.get();
            }
        };
    }

    @Test
    void passesOnUncheckedExceptionsAndErrorsOfALoaderAsTheVeryInstance() {
        List<Throwable> failures = List.of(
                new IllegalStateException("unchecked"),
                new CompletionException("a user's own", new IOException("inner")),
                new AssertionError("an error"),
                new CacheLoadException("a loader of another cache failed", null));
        for (Throwable failure : failures) {
            CacheLoader<String, String> loader = key -> {
                throw Futures.<RuntimeException>sneaky(failure);
            };
            List<ThrowingCallable> loads = List.of(
                    () -> cache.getOrLoad("key", loader),
                    () -> cache.getAllOrLoad(List.of("a", "b"), loader),
                    () -> cache.refresh("key", loader));

            assertThat(loads)
                    .allSatisfy(load -> assertThatExceptionOfType(Throwable.class)
                            .isThrownBy(load)
                            .isSameAs(failure));
            cache.put("cached", "value");
            assertThatExceptionOfType(Throwable.class)
                    .isThrownBy(() -> cache.refresh("cached", loader))
                    .isSameAs(failure);
            assertThat(cache.get("cached")).isEqualTo("value");
            assertThat(failure.getSuppressed()).isEmpty();
        }
    }

    @Test
    void wrapsAUsersOwnExecutionExceptionWhole() {
        ExecutionException own = new ExecutionException(new IOException("inner"));

        assertThat(loadFailure(() -> cache.getOrLoad("key", key -> {
                    throw own;
                })))
                .hasCause(own);
    }

    @Test
    void restoresTheInterruptFlagOfALoaderThatWasInterrupted() {
        InterruptedException interrupted = new InterruptedException("stop");

        assertThat(loadFailure(() -> cache.getOrLoad("key", key -> {
                    throw interrupted;
                })))
                .hasCause(interrupted);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aPartialFailureWithoutACauseIsNoAbsence() {
        CacheLoader<String, String> loader = loadingAll(() -> {
            throw new PartialLoadException(Map.of("a", "loaded"), new IOException("away").getCause());
        });

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> cache.getAllOrLoad(List.of("a", "b"), loader))
                .withMessage("cause must not be null");
        assertThat(cache.entry("b")).isNull();
    }

    @Test
    void refusesALoadAllThatReturnsNull() {
        CacheLoader<String, String> loader = loadingAll(() -> null);

        assertThat(loadFailure(() -> cache.getAllOrLoad(List.of("a", "b"), loader)))
                .hasMessage(
                        "loadAll of cache 'things' returned null; return a map without the keys that have no value");
        assertThat(cache.contains("a")).isFalse();
    }

    @Test
    void anExceptionThatCannotBeSaidReachesItsCallerAllTheSame() {
        TestTime time = new TestTime();
        try (Node inline = new Node(time, StoreKind.MEMORY.store(time.sources()), with -> with.steps = Runnable::run)) {
            Exception mute = new MuteException();
            CompletableFuture<String> result = inline.caches
                    .open(CacheOptions.named("things"), String.class, String.class)
                    .async()
                    .getOrLoad("key", key -> {
                        throw mute;
                    });
            assertThat(result).isCompletedExceptionally();
            assertThat(Futures.failureOf(result))
                    .isInstanceOf(CacheLoadException.class)
                    .hasMessageEndingWith(MuteException.class.getName())
                    .extracting(Throwable::getCause)
                    .isSameAs(mute);
        }
    }

    private static final class MuteException extends Exception {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("its message needs what is not there");
        }
    }
}
