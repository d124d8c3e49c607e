// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class GuideLinksTests {

    static final List<Path> PAGES = Guide.pages();

    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\((?<target>[^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(?<text>.+)$");

    @ParameterizedTest
    @FieldSource("PAGES")
    void everyRelativeLinkLeadsSomewhere(Path page) {
        String text = withoutCode(page);
        assertThat(LINK.matcher(text).results().map(GuideLinksTests::target).filter(GuideLinksTests::isRelative))
                .allSatisfy(target -> assertLeadsSomewhere(page, target));
    }

    @Test
    void theMapLeadsToEveryPage() {
        Path docs = Guide.root().resolve("docs");
        String map = Guide.read(docs.resolve("README.md"));
        assertThat(PAGES.stream()
                        .filter(page -> page.startsWith(docs) && !page.endsWith("docs/README.md"))
                        .filter(page -> page.startsWith(docs.resolve("strategies"))
                                || page.getParent().equals(docs))
                        .map(page -> docs.relativize(page).toString().replace('\\', '/')))
                .isNotEmpty()
                .allSatisfy(page -> assertThat(map).contains("(" + page + ")"));
    }

    private static void assertLeadsSomewhere(Path page, String target) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path found = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        assertThat(found)
                .as("%s links to %s", Guide.root().relativize(page), target)
                .exists();
        if (hash >= 0) {
            assertThat(anchors(found))
                    .as("%s links to %s", Guide.root().relativize(page), target)
                    .contains(target.substring(hash + 1));
        }
    }

    private static List<String> anchors(Path page) {
        assertThat(Files.isRegularFile(page)).as("%s is a page", page).isTrue();
        return HEADING.matcher(withoutCode(page))
                .results()
                .map(heading -> heading.group(1))
                .map(GuideLinksTests::anchor)
                .toList();
    }

    private static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static String withoutCode(Path page) {
        return FENCED.matcher(Guide.read(page)).replaceAll("");
    }

    private static String target(MatchResult link) {
        return link.group(1);
    }

    private static boolean isRelative(String target) {
        return !target.matches("[a-z]+:.*");
    }
}
