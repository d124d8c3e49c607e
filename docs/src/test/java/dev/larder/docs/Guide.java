// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown files of the repository. */
final class Guide {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

    private Guide() {}

    /** A fenced block of a page. */
    record Block(Path page, String language, String text) {}

    /** Returns the root of the repository, which has the Maven wrapper's settings. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "no folder above this one has .mvn; run the tests within the repository");
            }
        }
        return folder;
    }

    static List<Path> pages() {
        return files(root(), path -> path.toString().endsWith(".md"));
    }

    static List<Block> blocks(Path page) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(read(page));
        while (matcher.find()) {
            blocks.add(new Block(root().relativize(page), matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    static List<Path> files(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .filter(path -> !isBuilt(folder.relativize(path)))
                    .filter(wanted)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isBuilt(Path path) {
        for (Path part : path) {
            if (part.toString().equals("target") || part.toString().equals(".git")) {
                return true;
            }
        }
        return false;
    }
}
