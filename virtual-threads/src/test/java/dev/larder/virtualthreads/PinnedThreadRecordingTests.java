// SPDX-License-Identifier: Apache-2.0
package dev.larder.virtualthreads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What the recording is to see, and what not: without these two, its silence would prove nothing. */
class PinnedThreadRecordingTests {

    @Test
    void theRecordingSeesAThreadThatIsPinned() throws IOException, InterruptedException {
        try (PinnedThreadRecording recording = new PinnedThreadRecording()) {
            Thread.startVirtualThread(WaitsWhileItIsInitialized::touch).join();

            assertThat(recording.stop())
                    .singleElement()
                    .satisfies(pinned -> assertThat(pinned.frames())
                            .anyMatch(frame ->
                                    frame.startsWith(WaitsWhileItIsInitialized.class.getName() + ".<clinit>")));
        }
    }

    @Test
    void theRecordingDoesNotTellOfAThreadThatLetsItsCarrierGo() throws IOException, InterruptedException {
        try (PinnedThreadRecording recording = new PinnedThreadRecording()) {
            Thread.startVirtualThread(PinnedThreadRecordingTests::waitBriefly).join();

            assertThat(recording.stop()).isEmpty();
        }
    }

    private static void waitBriefly() {
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }

    /** The virtual machine calls an initializer from a frame of its own, which no carrier can let go of. */
    private static final class WaitsWhileItIsInitialized {

        static {
            waitBriefly();
        }

        private WaitsWhileItIsInitialized() {}

        static void touch() {
            // Being called is enough.
        }
    }
}
