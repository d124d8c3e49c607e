// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** CrashSafe, "also while others go on writing": the entry of a writer that died leaves the intent. */
class IntentLifeTests {

    @Test
    void dropsADeadWritersEntryWhenEachEntryHasATimeOfItsOwn() {
        IntentLife life = new IntentLife(true);

        assertThat(life.loopThatKeepsTheDead()).isEmpty();
        assertThat(life.states()).isEqualTo(45);
    }

    @Test
    void keepsADeadWritersEntryForEverWhenEachBeginProlongsTheWholeRecord() {
        IntentLife life = new IntentLife(false);

        assertThat(life.loopThatKeepsTheDead()).containsExactly("tick", "begin", "finish");
        assertThat(life.states()).isEqualTo(25);
    }
}
