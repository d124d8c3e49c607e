// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.test.Operation.Kind;
import dev.larder.test.Operation.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one process writes of a history: a line for each beginning and a line for each end. It is written to memory that the kernel owns,
 * so a killed process leaves all its lines but the one that it was writing.
 */
final class HistoryLog implements AutoCloseable {

    private static final int CHUNK = 1 << 22;

    /** A mark or a lease is taken to hold this much shorter, since the server goes by a clock of its own, and by whole milliseconds. */
    private static final long CLOCKS_DIFFER_BY_MILLIS = 5;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final FileChannel file;
    private MappedByteBuffer chunk; // guarded by this
    private long mapped; // guarded by this
    private boolean isClosed; // guarded by this

    HistoryLog(Path path) {
        try {
            file = FileChannel.open(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            chunk = file.map(FileChannel.MapMode.READ_WRITE, 0, CHUNK);
            mapped = CHUNK;
        } catch (IOException problem) {
            throw new UncheckedIOException("could not write a history to " + path, problem);
        }
    }

    void begun(Operation operation) {
        Subject subject = operation.subject();
        Operation whole = operation.partOf();
        write(String.join(
                "\t",
                "begin",
                operation.id(),
                Long.toString(operation.begin()),
                subject.node(),
                subject.kind().name(),
                orEmpty(subject.key()),
                whole == null ? "" : whole.id(),
                orEmpty(subject.token()),
                Long.toString(subject.lifeMillis()),
                Long.toString(subject.version())));
    }

    void ended(Operation operation) {
        write(String.join(
                "\t",
                "end",
                operation.id(),
                Long.toString(operation.end()),
                Boolean.toString(operation.isConfirmed()),
                operation.value() == null ? "none" : "value",
                orEmpty(operation.value())));
    }

    private static String orEmpty(@Nullable Object part) {
        return part == null ? "" : part.toString();
    }

    private synchronized void write(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (isClosed) {
            return;
        }
        if (chunk.remaining() <= bytes.length) {
            try {
                // The next one begins where the last line ends.
                long position = mapped - chunk.remaining();
                chunk = file.map(FileChannel.MapMode.READ_WRITE, position, CHUNK);
                mapped = position + CHUNK;
            } catch (IOException problem) {
                throw new UncheckedIOException("could not go on with a history", problem);
            }
        }
        chunk.put(bytes);
        chunk.put((byte) '\n');
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        try {
            file.close();
        } catch (IOException problem) {
            throw new UncheckedIOException("could not close a history", problem);
        }
    }

    /** What files hold, in the order in which it began. */
    static List<Operation> read(History history, Collection<Path> files) {
        List<String[]> begins = new ArrayList<>();
        List<String[]> ends = new ArrayList<>();
        for (Path file : files) {
            for (String line : lines(file)) {
                String[] parts = line.split("\t", -1);
                (parts[0].equals("begin") ? begins : ends).add(parts);
            }
        }
        // So a whole comes before its parts.
        begins.sort(Comparator.comparingLong(parts -> Long.parseLong(parts[2])));
        Map<String, Operation> byId = new HashMap<>();
        List<Operation> operations = new ArrayList<>();
        for (String[] parts : begins) {
            Operation operation = begun(history, parts, byId.get(parts[6]));
            byId.put(operation.id(), operation);
            operations.add(operation);
        }
        for (String[] parts : ends) {
            Operation operation = byId.get(parts[1]);
            if (operation != null) {
                long end = Long.parseLong(parts[2]);
                operation.endedAt(
                        parts[4].equals("none") ? null : parts[5],
                        Boolean.parseBoolean(parts[3]),
                        end,
                        end / NANOS_PER_MILLI);
            }
        }
        return operations;
    }

    private static Operation begun(History history, String[] parts, @Nullable Operation partOf) {
        long begin = Long.parseLong(parts[2]);
        return new Operation(
                history,
                parts[1],
                new Subject(
                        parts[3],
                        Kind.valueOf(parts[4]),
                        parts[5].isEmpty() ? null : parts[5].intern(),
                        parts[7].isEmpty() ? null : parts[7],
                        Long.parseLong(parts[8]) - CLOCKS_DIFFER_BY_MILLIS,
                        Long.parseLong(parts[9])),
                partOf,
                begin,
                begin / NANOS_PER_MILLI);
    }

    private static List<String> lines(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            // After the last line there is nothing, or what a killed process had begun to write.
            int written = text.indexOf('\0');
            String whole = written < 0 ? text : text.substring(0, written);
            return whole.substring(0, whole.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException problem) {
            throw new UncheckedIOException("could not read a history", problem);
        }
    }
}
