// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.Operation.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryLogTests {

    private static final String KEY = "shop:v1:prices:42";

    @TempDir
    private Path directory;

    @Test
    void whatTwoProcessesWroteIsJudgedInOneOrder() {
        History origin = History.ofProcess("origin", file("origin"));
        History node = History.ofProcess("a", file("a"));
        Operation write = node.begin("a", Kind.WRITE, KEY);
        node.during(write, () -> node.begin(new Operation.Subject("a", Kind.MARK, KEY, "token", 30_000, 0)))
                .end(true);
        origin.commit(origin.elsewhere("a", write.id()), KEY, 1).end("new", true);
        write.end(true);
        node.begin("a", Kind.READ, KEY).end(null, true);

        List<Violation> violations = new HistoryChecker().check(merged());
        assertThat(violations)
                .extracting(Violation::invariant)
                .containsExactlyInAnyOrder(Invariant.READ_YOUR_WRITES, Invariant.NO_OLDER_WRITER);
        assertThat(violations.get(0).operations())
                .extracting(Operation::kind)
                .containsExactly(Kind.WRITE, Kind.COMMIT, Kind.READ);
    }

    @Test
    void aProcessThatIsKilledLeavesWhatItHadWritten() throws IOException {
        History node = History.ofProcess("a", file("a"));
        node.begin("a", Kind.READ, KEY).end("value", true);
        node.begin("a", Kind.READ, KEY);
        History origin = History.ofProcess("origin", file("origin"));
        origin.crashed("a");
        appendToLines("end\ta/2\t17");

        History merged = merged();
        assertThat(merged.count(Kind.READ)).isEqualTo(2);
        assertThat(merged.operations()).extracting(Operation::hasEnded).containsExactly(true, false, true);
    }

    @Test
    void aHistoryMayBeLargerThanThePartOfTheFileThatIsMappedAtOnce() {
        History node = History.ofProcess("a", file("a"));
        String value = "long ".repeat(2_000);
        for (int read = 0; read < 1_000; read++) {
            node.begin("a", Kind.READ, KEY).end(value, true);
        }
        History.ofProcess("origin", file("origin"));

        assertThat(merged().operations())
                .hasSize(1_000)
                .allMatch(read -> read.hasEnded() && value.equals(read.value()));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private History merged() {
        return History.merged(List.of(file("a"), file("origin")));
    }

    private void appendToLines(String cut) throws IOException {
        long written = Files.readString(file("a"), StandardCharsets.ISO_8859_1).indexOf('\0');
        try (RandomAccessFile lines = new RandomAccessFile(file("a").toFile(), "rw")) {
            lines.seek(written);
            lines.writeBytes(cut);
        }
    }
}
