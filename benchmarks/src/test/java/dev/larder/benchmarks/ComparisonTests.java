// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.benchmarks.Size.Feed;
import dev.larder.serializer.CacheSerializer;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

class ComparisonTests {

    private final List<Comparison> all = Comparison.all().toList();

    @Test
    void comparesBenchmarksThatThereAreAndAllOfThem() {
        Stream<String> benchmarks = Stream.of(InMemoryHit.class, Remote.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(Method::getName);

        assertThat(all.stream()
                        .flatMap(each -> Stream.of(each.ours(), each.theirs()))
                        .map(Run::method))
                .hasSameElementsAs(benchmarks.toList());
    }

    @Test
    void bothSidesDoItUnderTheSameCircumstances() {
        assertThat(all)
                .allSatisfy(each -> assertThat(each.ours().circumstances())
                        .isEqualTo(each.theirs().circumstances()));
    }

    @Test
    void aDefaultRunHasEachKindOfBenchmark() {
        assertThat(all.stream().filter(Comparison::isTelling).map(Comparison::what))
                .containsAll(all.stream().map(Comparison::what).toList());
    }

    @Test
    void valuesHaveTheSizesThatTheGuideSays() {
        assertThat(bytes(Size.SMALL)).isBetween(250, 350);
        assertThat(bytes(Size.PAGE)).isBetween(7_500, 8_700);
    }

    private static int bytes(Size size) {
        return CacheSerializer.json().<Feed>forType(Feed.class).write(size.feed(7)).length;
    }
}
