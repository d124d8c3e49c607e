// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.TestTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerTimeTests {

    private final TestTime time = new TestTime();
    private final ServerTime serverTime = new ServerTime(time.sources());

    @Test
    void isTheNodesDateBeforeTheFirstReply() {
        assertThat(serverTime.now()).isEqualTo(time.instant().toEpochMilli());
    }

    @Test
    void isTheServersFromTheFirstReplyOnHoweverWrongTheNodesDateIs() {
        serverTime.heard(5_000_000, serverTime.tick());
        assertThat(serverTime.now()).isEqualTo(5_000_000);

        time.advance(Duration.ofSeconds(2));
        assertThat(serverTime.now()).isEqualTo(5_002_000);
    }

    @Test
    void aSlowReplyDoesNotSpoilWhatAQuickOneTold() {
        serverTime.heard(5_000_000, serverTime.tick());
        long sent = serverTime.tick();
        time.advance(Duration.ofMillis(400));

        serverTime.heard(5_000_390, sent);

        assertThat(serverTime.now()).isBetween(5_000_399L, 5_000_401L);
    }

    @Test
    void repliesNarrowTheBoundsOfEachOther() {
        long first = serverTime.tick();
        time.advance(Duration.ofMillis(100));
        serverTime.heard(5_000_100, first);
        long second = serverTime.tick();
        time.advance(Duration.ofMillis(100));
        serverTime.heard(5_000_100, second);

        // The first reply came at once, the second was sent at once.
        assertThat(serverTime.now()).isBetween(5_000_199L, 5_000_201L);
    }

    @Test
    void aServerWhoseClockWasSetIsFollowed() {
        serverTime.heard(5_000_000, serverTime.tick());
        time.advance(Duration.ofSeconds(1));

        serverTime.heard(4_000_000, serverTime.tick());
        assertThat(serverTime.now()).isEqualTo(4_000_000);
        serverTime.heard(9_000_000, serverTime.tick());
        assertThat(serverTime.now()).isEqualTo(9_000_000);
    }
}
