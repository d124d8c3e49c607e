// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

/** What editors show of our properties. */
class MetadataTests {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    @Test
    void everyPropertyIsDescribedAndHasAType() throws IOException {
        assertThat(properties())
                .hasSizeGreaterThan(20)
                .allSatisfy(property -> assertThat(property.get("description"))
                        .as("description of %s", property.get("name"))
                        .asString()
                        .isNotBlank())
                .allSatisfy(property -> assertThat(property.get("type"))
                        .as("type of %s", property.get("name"))
                        .isNotNull());
    }

    @Test
    void namesEveryPartOfTheConfiguration() throws IOException {
        assertThat(properties())
                .extracting(property -> property.get("name"))
                .contains(
                        "larder.enabled",
                        "larder.key-prefix",
                        "larder.spring-caches",
                        "larder.caches",
                        "larder.defaults.time-to-live",
                        "larder.defaults.value-type",
                        "larder.defaults.retry.max-attempts",
                        "management.health.larder.enabled",
                        "management.endpoint.cachestats.access");
    }

    @SuppressWarnings("unchecked")
    private static Iterable<Map<String, Object>> properties() throws IOException {
        ClassLoader classes = LarderAutoConfiguration.class.getClassLoader();
        for (var found = classes.getResources(METADATA); found.hasMoreElements(); ) {
            try (InputStream stream = found.nextElement().openStream()) {
                String json = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                if (json.contains("\"larder.enabled\"")) {
                    return (Iterable<Map<String, Object>>)
                            JsonParserFactory.getJsonParser().parseMap(json).get("properties");
                }
            }
        }
        throw new AssertionError("there is no metadata of larder.* properties");
    }
}
