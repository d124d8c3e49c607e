// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.spring.actuate.CacheStatsEndpoint;
import dev.larder.spring.health.LarderHealthIndicator;
import dev.larder.spring.metrics.CacheMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators see is there for those who have what it needs, and only for them. */
class OperatorsAutoConfigurationTests {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LarderAutoConfiguration.class,
                    LarderEndpointAutoConfiguration.class,
                    LarderHealthContributorAutoConfiguration.class,
                    LarderMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class)
            .withPropertyValues("management.endpoints.web.exposure.include=cachestats");

    @Configuration(proxyBeanMethods = false)
    static class TwoManagers {

        @Bean
        CacheManager sharedCacheManager() {
            return CacheManager.inMemory();
        }

        @Bean
        CacheManager local() {
            return CacheManager.inMemory();
        }
    }

    @Test
    void allPartsAreThereWhereAllTheirLibrariesAre() {
        application.run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(CacheStatsEndpoint.class)
                .hasSingleBean(LarderHealthIndicator.class)
                .hasBean("larderHealthContributor")
                .hasSingleBean(CacheMeters.class));
    }

    @Test
    void thereIsNoEndpointWithoutActuator() {
        application
                .withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(CacheManager.class)
                        .doesNotHaveBean(CacheStatsEndpoint.class));
    }

    @Test
    void thereIsNoEndpointUntilItIsExposed() {
        application
                .withPropertyValues("management.endpoints.web.exposure.include=health")
                .run(context -> assertThat(context).doesNotHaveBean(CacheStatsEndpoint.class));
    }

    @Test
    void thereIsNoEndpointWhereItsAccessIsNone() {
        application
                .withPropertyValues("management.endpoint.cachestats.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(CacheStatsEndpoint.class));
    }

    @Test
    void anEndpointOfTheApplicationTakesItsPlace() {
        application
                .withBean("mine", CacheStatsEndpoint.class, () -> new CacheStatsEndpoint(Map.of()))
                .run(context -> assertThat(context)
                        .getBeanNames(CacheStatsEndpoint.class)
                        .containsExactly("mine"));
    }

    @ParameterizedTest
    @ValueSource(classes = {HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    void thereIsNoHealthWithoutItsLibrary(Class<?> missing) {
        application
                .withClassLoader(new FilteredClassLoader(missing))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("larderHealthContributor"));
    }

    @Test
    void thereIsNoHealthWhereItIsDisabled() {
        application
                .withPropertyValues("management.health.larder.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("larderHealthContributor"));
    }

    @Test
    void aHealthIndicatorOfTheApplicationTakesItsPlace() {
        application
                .withBean("larderHealthIndicator", HealthIndicator.class, () -> () -> null)
                .run(context -> assertThat(context).doesNotHaveBean("larderHealthContributor"));
    }

    @Test
    void eachOfSeveralCacheManagersHasAHealthOfItsOwn() {
        application
                .withUserConfiguration(TwoManagers.class)
                .run(context -> assertThat(context.getBean(CompositeHealthContributor.class).stream()
                                .map(entry -> entry.name()))
                        .containsExactlyInAnyOrder("sharedCacheManager", "local"));
    }

    @Test
    void thereAreNoMetersWithoutMicrometer() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(LarderAutoConfiguration.class, LarderMetricsAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheMeters.class));
    }

    @Test
    void thereAreNoMetersWithoutARegistry() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(LarderAutoConfiguration.class, LarderMetricsAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheMeters.class));
    }

    @Test
    void metersOfTheApplicationTakeTheirPlace() {
        application
                .withBean("mine", CacheMeters.class, () -> new CacheMeters(Map.of()))
                .run(context ->
                        assertThat(context).getBeanNames(CacheMeters.class).containsExactly("mine"));
    }

    @Test
    void theMetersAreBoundToTheRegistryAndNameTheManagerAsSpringBootDoes() {
        application.run(context -> {
            context.getBean(CacheManager.class).open(CacheOptions.named("posts"), Long.class, String.class);

            assertThat(context.getBean(MeterRegistry.class)
                            .get("cache.size")
                            .tags("cache", "posts", "name", "posts", "cache.manager", "larder")
                            .gauge()
                            .value())
                    .isZero();
        });
    }

    @Test
    void theMetersCanBeSwitchedOffAsAllOthers() {
        application
                .withPropertyValues("management.metrics.enable.cache=false", "management.metrics.enable.larder=false")
                .run(context -> {
                    context.getBean(CacheManager.class).open(CacheOptions.named("posts"), Long.class, String.class);

                    assertThat(context.getBean(MeterRegistry.class).getMeters())
                            .extracting(meter -> meter.getId().getName())
                            .noneMatch(name -> name.startsWith("cache.") || name.startsWith("larder."));
                });
    }

    @Test
    void theMetersNameEachOfSeveralManagers() {
        application.withUserConfiguration(TwoManagers.class).run(context -> {
            context.getBean("sharedCacheManager", CacheManager.class)
                    .open(CacheOptions.named("posts"), Long.class, String.class);
            context.getBean("local", CacheManager.class).open(CacheOptions.named("posts"), Long.class, String.class);

            assertThat(context.getBean(MeterRegistry.class).find("cache.size").gauges())
                    .extracting(gauge -> gauge.getId().getTag("cache.manager"))
                    .containsExactlyInAnyOrder("shared", "local");
        });
    }

    @Test
    void theMetersGoWithTheContext() {
        SimpleMeterRegistry outliving = new SimpleMeterRegistry();
        AtomicReference<CacheManager> caches = new AtomicReference<>();
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(LarderAutoConfiguration.class, LarderMetricsAutoConfiguration.class))
                .withBean(
                        "outliving",
                        MeterRegistry.class,
                        () -> outliving,
                        definition -> definition.setDestroyMethodName(""))
                .run(context -> {
                    context.getBean(CacheMeters.class).bindTo(outliving);
                    caches.set(context.getBean(CacheManager.class));
                    caches.get().open(CacheOptions.named("posts"), Long.class, String.class);
                    assertThat(outliving.getMeters()).isNotEmpty();
                });

        assertThat(outliving.getMeters()).isEmpty();
    }
}
