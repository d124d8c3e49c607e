// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BackgroundTests {

    @Test
    void aStepThatIsRefusedSinceTheThreadsAreClosedRunsWhereItIs() {
        Background background = new Background(null, null, 1);
        background.close();
        CompletableFuture<Thread> ranOn = new CompletableFuture<>();
        background.execute(() -> ranOn.complete(Thread.currentThread()));

        assertThat(ranOn).isCompletedWithValue(Thread.currentThread());
    }
}
