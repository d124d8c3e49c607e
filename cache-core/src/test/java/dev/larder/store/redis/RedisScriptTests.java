// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedisScriptTests {

    @Test
    void carriesAlongOnlyWhatItUses() {
        assertThat(text(RedisScript.RELEASE))
                .contains("local VALUE, LEASE, INTENT, TOMBSTONE =")
                .doesNotContain("local function");
        assertThat(text(RedisScript.LEASE))
                .contains("local function read(", "local function six(")
                .doesNotContain("local function save(", "local function mark(");
    }

    @Test
    void comesToWhatItSeldomUsesOnlyThen() {
        assertThat(text(RedisScript.PUT))
                .containsSubsequence("local function set(", "set(ARGV[1], ARGV[2])", "local function read(")
                .containsOnlyOnce("local function set(");
    }

    @Test
    void asksForTheTimeOnlyIfItNeedsIt() {
        assertThat(text(RedisScript.FILL)).doesNotContain("'TIME'");
        assertThat(text(RedisScript.RELEASE)).doesNotContain("'TIME'");
        assertThat(text(RedisScript.PUT)).contains("redis.call('TIME')").doesNotContain("stamp");
        assertThat(text(RedisScript.LEASE)).contains("redis.call('TIME')", "local stamp");
    }

    /** Before 7.0 a server refuses to write after it was asked for the time. */
    @ParameterizedTest
    @EnumSource
    void aScriptThatAsksForTheTimeMayWriteOnOldServersToo(RedisScript script) {
        assertThat(text(script).contains("redis.call('TIME')"))
                .isEqualTo(text(script).contains("redis.replicate_commands()"));
    }

    private static String text(RedisScript script) {
        return script.text(ScriptTime.SERVER);
    }
}
