// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/options.md says what the code and its metadata say. */
class OptionsPageTests {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** A row of the table: the method of the options, the property, the default. */
    record Row(String method, Optional<String> property, Optional<String> defaultValue) {

        boolean isOfRetry() {
            return property.orElse("").startsWith("retry.");
        }
    }

    static final List<Row> ROWS = rows();
    static final List<Row> ROWS_WITH_A_DEFAULT =
            ROWS.stream().filter(row -> row.defaultValue().isPresent()).toList();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void namesEveryOptionOfTheCode() {
        assertThat(ROWS).extracting(Row::method).doesNotContainNull().containsAll(methods());
        assertThat(methods()).containsAll(ROWS.stream().map(Row::method).toList());
    }

    @Test
    void namesEveryPropertyOfTheMetadata() throws IOException {
        List<String> properties = metadata().stream()
                .filter(name -> name.startsWith("larder.defaults."))
                .map(name -> name.substring("larder.defaults.".length()))
                .filter(name -> !name.equals("value-type")) // of one cache only
                .toList();

        assertThat(ROWS.stream()
                        .map(Row::property)
                        .flatMap(Optional::stream)
                        .filter(name -> !name.equals("key-pattern")))
                .containsExactlyInAnyOrderElementsOf(properties);
    }

    @Test
    void namesTheOtherProperties() throws IOException {
        String page = Guide.read(page());
        assertThat(metadata().stream().filter(name -> !name.startsWith("larder.defaults.")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page).contains("`" + name));
    }

    @ParameterizedTest
    @FieldSource("ROWS_WITH_A_DEFAULT")
    void theDefaultsAreThoseOfTheCode(Row row) {
        // Delays of a retry show only where something is retried.
        String retry = row.isOfRetry() && !row.property().orElseThrow().endsWith("attempts") ? "3" : "1";
        String attempts = "larder.defaults.retry.max-attempts=" + retry;
        String property = "larder.defaults." + row.property().orElseThrow();

        assertThat(options(attempts, property + "=" + row.defaultValue().orElseThrow()))
                .isEqualTo(options(attempts));
    }

    private static Map<String, Object> options(String... properties) {
        Map<String, Object> values = new TreeMap<>();
        new ApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withPropertyValues(properties)
                .run(context -> {
                    CacheManager caches = context.getBean(CacheManager.class);
                    values.putAll(values(caches.open(CacheOptions.named("feed"), String.class, String.class)
                            .options()));
                });
        return values;
    }

    private static Map<String, Object> values(CacheOptions options) {
        Map<String, Object> values = new TreeMap<>();
        optionMethods()
                .filter(method -> method.getParameterCount() == 0)
                .forEach(getter ->
                        values.put(getter.getName(), String.valueOf(ReflectionUtils.invokeMethod(getter, options))));
        assertThat(values).containsKeys("timeToLive", "retry", "logKeys").doesNotContainKey("toString");
        return values;
    }

    private static List<String> methods() {
        return optionMethods()
                .filter(method -> method.getReturnType() == CacheOptions.class && method.getParameterCount() > 0)
                .map(Method::getName)
                .filter(name -> !name.equals("withDefaults"))
                .toList();
    }

    private static Stream<Method> optionMethods() {
        return Stream.of(CacheOptions.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !List.of("toString", "hashCode", "equals").contains(method.getName()));
    }

    private static List<String> metadata() throws IOException {
        String resource = "/META-INF/spring-configuration-metadata.json";
        for (var urls = OptionsPageTests.class.getClassLoader().getResources(resource.substring(1));
                urls.hasMoreElements(); ) {
            try (InputStream metadata = urls.nextElement().openStream()) {
                List<String> names = JsonMapper.shared()
                        .readTree(metadata)
                        .path("properties")
                        .valueStream()
                        .map(property -> property.path("name"))
                        .map(JsonNode::asString)
                        .filter(name -> name.startsWith("larder."))
                        .toList();
                if (!names.isEmpty()) {
                    return names;
                }
            }
        }
        throw new AssertionError("the starter has no metadata of larder.* properties");
    }

    private static List<Row> rows() {
        return Guide.read(page())
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"))
                .map(cells ->
                        new Row(code(cells[1]).orElseThrow().replaceFirst("\\(.*", ""), code(cells[2]), code(cells[3])))
                .toList();
    }

    private static Optional<String> code(String cell) {
        Matcher matcher = CODE.matcher(cell);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Path page() {
        return Guide.root().resolve("docs/options.md");
    }
}
