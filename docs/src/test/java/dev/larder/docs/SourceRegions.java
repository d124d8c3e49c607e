// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The regions of compiled sources that the guide shows, between {@code // tag::name[]} and {@code // end::name[]}, without their
 * indentation. Regions of one name in one file are one, with a blank line between them.
 */
final class SourceRegions {

    private static final Pattern REGION =
            Pattern.compile("(?ms)^ *// tag::(?<name>[\\w-]+)\\[]\\n(?<text>.*?)^ *// end::\\k<name>\\[]$");

    private SourceRegions() {}

    /** Returns the texts of all regions by file and name. */
    static Map<String, String> all() {
        Map<String, String> regions = new LinkedHashMap<>();
        List<Path> sources = Guide.files(Guide.root(), path -> path.toString().endsWith(".java"));
        for (Path source : sources) {
            regions(source).forEach((name, text) -> regions.put(source.getFileName() + "#" + name, text));
        }
        return regions;
    }

    private static Map<String, String> regions(Path source) {
        Map<String, String> regions = new LinkedHashMap<>();
        Matcher matcher = REGION.matcher(Guide.read(source));
        while (matcher.find()) {
            // A last line break would count as a line without indentation.
            String text = matcher.group("text").stripTrailing().stripIndent() + "\n";
            regions.merge(matcher.group("name"), text, (first, next) -> first + "\n" + next);
        }
        return regions;
    }
}
