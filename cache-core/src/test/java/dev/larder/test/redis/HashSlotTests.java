// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HashSlotTests {

    @Test
    void isTheChecksumOfTheKeyByTheNumberOfSlots() {
        assertThat(HashSlot.of("123456789")).isEqualTo(0x31C3);
        assertThat(HashSlot.of("")).isZero();
        assertThat(HashSlot.of("größer")).isBetween(0, HashSlot.COUNT - 1);
    }

    @Test
    void aTagInBracesStandsForTheKey() {
        assertThat(HashSlot.of("{user1000}.following")).isEqualTo(HashSlot.of("user1000"));
        assertThat(HashSlot.of("a{b}{c}")).isEqualTo(HashSlot.of("b"));
        assertThat(HashSlot.of("a{{b}}c")).isEqualTo(HashSlot.of("{b"));
    }

    @Test
    void anEmptyOrOpenTagIsNone() {
        assertThat(HashSlot.of("a{}{b}")).isNotEqualTo(HashSlot.of("b"));
        assertThat(HashSlot.of("a{b")).isNotEqualTo(HashSlot.of("b"));
        assertThat(HashSlot.of("a}b{c}")).isEqualTo(HashSlot.of("c"));
    }
}
