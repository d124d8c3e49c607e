// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.sample.AppCaches;
import dev.larder.sample.AppClient;
import dev.larder.sample.OverHttp;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.transaction.support.TransactionTemplate;

@OverHttp
class SettingsOverHttpTests {

    @Autowired
    private AppClient app;

    @Autowired
    private AppCaches caches;

    @Autowired
    private SettingsService service;

    @Autowired
    private SettingsCache cache;

    @Autowired
    private TransactionTemplate transaction;

    @BeforeEach
    void startWithEmptyCaches() {
        caches.clear();
    }

    private Settings settings(long user) {
        return app.read(Settings.class, "/users/{user}/settings", user);
    }

    private HttpStatusCode change(long user, String language) {
        return app.send(HttpMethod.PUT, """
                        {"theme": "DARK", "language": "%s"}""".formatted(language), "/users/{user}/settings", user)
                .returnResult(Void.class)
                .getStatus();
    }

    @Test
    void whatWasChangedIsInTheCacheWithoutALoad() {
        assertThat(settings(41)).isEqualTo(new Settings(41, Theme.LIGHT, "en", 0));
        change(41, "nl");
        long loads = cache.stats().loads();

        assertThat(settings(41).language()).isEqualTo("nl");
        assertThat(cache.stats().loads()).isEqualTo(loads);
    }

    @Test
    void whatIsRolledBackIsNotInTheCache() {
        change(42, "nl");
        Settings before = settings(42);
        transaction.executeWithoutResult(status -> {
            service.change(42, new NewSettings(Theme.LIGHT, "de"));
            status.setRollbackOnly();
        });

        assertThat(settings(42)).isEqualTo(before);
        assertThat(cache.get(42L)).isEqualTo(before);
    }

    @Test
    void changesAtOnceLeaveTheLastOneInTheCache() throws InterruptedException, ExecutionException {
        change(43, "en");
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 10; round++) {
                List<Callable<Integer>> changes = IntStream.range(0, 8)
                        .<Callable<Integer>>mapToObj(
                                client -> () -> change(43, "l" + client).value())
                        .toList();
                for (Future<Integer> answer : clients.invokeAll(changes)) {
                    assertThat(answer.get()).isIn(200, 409);
                }

                Settings cached = settings(43);
                caches.clear();
                assertThat(cached).isEqualTo(settings(43));
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void badSettingsAndUnknownUsersAreProblems() {
        assertThat(change(4_711, "en").value()).isEqualTo(404);
        assertThat(change(44, " ").value()).isEqualTo(400);
        assertThat(change(44, "x".repeat(36)).value()).isEqualTo(400);
    }
}
