// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WarmUpOptionsTests {

    @Test
    void changesCopies() {
        Consumer<WarmUpReport> listener = report -> {};
        WarmUp usual = WarmUp.defaults();
        WarmUp changed = usual.concurrency(2).batchSize(10).listener(listener);

        assertThat(changed).isEqualTo(new WarmUp(2, 10, listener));
        assertThat(usual.concurrency()).isEqualTo(4);
        assertThat(usual.batchSize()).isEqualTo(50);
    }

    @Test
    void refusesWhatWouldLoadNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WarmUp.defaults().concurrency(0))
                .withMessage("concurrency must be at least 1, but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WarmUp.defaults().batchSize(-1))
                .withMessage("batchSize must be at least 1, but was -1");
        assertThatNullPointerException()
                .isThrownBy(() -> WarmUp.defaults().listener(null))
                .withMessage("listener must not be null");
    }

    @Test
    void aReportReckonsWithoutTimeOrKeysToo() {
        WarmUpReport atOnce = new WarmUpReport("posts", 3, 2, 0, Duration.ZERO, null);
        assertThat(atOnce.percent()).isEqualTo(66);
        assertThat(atOnce.keysPerSecond()).isEqualTo(2_000);

        WarmUpReport nothing = new WarmUpReport("posts", 0, 0, 0, Duration.ZERO, null);
        assertThat(nothing.percent()).isEqualTo(100);
        assertThat(nothing.keysPerSecond()).isZero();
    }
}
