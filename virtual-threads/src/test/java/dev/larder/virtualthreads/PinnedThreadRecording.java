// SPDX-License-Identifier: Apache-2.0
package dev.larder.virtualthreads;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** A flight recording of the virtual threads that keep their carrier while they wait, however briefly. */
final class PinnedThreadRecording implements AutoCloseable {

    // Nothing else is recorded: an event that Java code commits, such as the start of a virtual thread,
    // may pin by itself.
    private static final String PINNED = "jdk.VirtualThreadPinned";

    private final Recording recording = new Recording();

    PinnedThreadRecording() {
        recording.enable(PINNED).withoutThreshold().withStackTrace();
        recording.start();
    }

    /** Ends the recording and tells what it holds. */
    List<PinnedThread> stop() throws IOException {
        recording.stop();
        Path file = Files.createTempFile("pinned-threads", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(PINNED))
                    .map(PinnedThreadRecording::pinnedThread)
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        recording.close();
    }

    private static PinnedThread pinnedThread(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        return new PinnedThread(
                event.getString("blockingOperation"),
                event.getString("pinnedReason"),
                stack == null
                        ? List.of()
                        : stack.getFrames().stream()
                                .map(PinnedThreadRecording::text)
                                .toList());
    }

    private static String text(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName() + ":" + frame.getLineNumber();
    }
}
