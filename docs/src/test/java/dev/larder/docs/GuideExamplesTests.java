// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.docs.Guide.Block;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class GuideExamplesTests {

    static final List<Block> JAVA = Guide.pages().stream()
            .flatMap(page -> Guide.blocks(page).stream())
            .filter(block -> block.language().equals("java"))
            .toList();

    private static final Map<String, String> REGIONS = SourceRegions.all();

    @ParameterizedTest
    @FieldSource("JAVA")
    void everyJavaBlockIsARegionOfCompiledSources(Block block) {
        assertThat(REGIONS.values()).as("a block of %s", block.page()).contains(block.text());
    }

    @Test
    void everyRegionIsShown() {
        assertThat(REGIONS.entrySet().stream()
                        .filter(region ->
                                JAVA.stream().noneMatch(block -> block.text().equals(region.getValue())))
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    @Test
    void theReadmeBeginsWithTheFirstUse() {
        String readme = Guide.read(Guide.root().resolve("README.md"));
        Stream<Block> blocks = Guide.blocks(Guide.root().resolve("README.md")).stream()
                .filter(block -> block.language().equals("java"));

        assertThat(blocks.findFirst().orElseThrow().text()).isEqualTo(REGIONS.get("FirstUseTests.java#first-use"));
        assertThat(readme.lines().toList().indexOf("```java"))
                .as("lines before the first code")
                .isBetween(0, 19);
    }
}
