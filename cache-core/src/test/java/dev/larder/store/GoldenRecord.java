// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The golden files of records: hexadecimal digits with comments, one file a record. They are never changed, only added to. */
final class GoldenRecord {

    private static final String SUFFIX = ".hex";

    private GoldenRecord() {}

    static byte[] bytes(String name) {
        try (Stream<String> lines = Files.lines(directory().resolve(name + SUFFIX))) {
            String digits = lines.map(line -> line.replaceAll("#.*|\\s", "")).collect(Collectors.joining());
            return HexFormat.of().parseHex(digits);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<String> names() {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path directory() {
        try {
            return Path.of(Objects.requireNonNull(GoldenRecord.class.getResource("/golden/records"))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
