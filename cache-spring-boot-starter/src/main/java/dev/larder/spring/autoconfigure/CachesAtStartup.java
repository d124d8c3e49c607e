// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.BaseCacheStrategy;
import dev.larder.CacheConfigurationException;
import dev.larder.CacheManager;
import dev.larder.spring.SpringCacheManager;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.util.StringUtils;

/**
 * Opens the caches that annotations and properties name, so that what is wrong with them is said at startup, and refuses names under
 * {@code larder.caches} that no cache has.
 */
final class CachesAtStartup implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(CachesAtStartup.class);

    private final ConfigurableListableBeanFactory beans;
    private final CacheManager caches;
    private final LarderProperties properties;
    private final @Nullable SpringCacheManager springCaches;

    CachesAtStartup(
            ConfigurableListableBeanFactory beans,
            CacheManager caches,
            LarderProperties properties,
            @Nullable SpringCacheManager springCaches) {
        this.beans = beans;
        this.caches = caches;
        this.properties = properties;
        this.springCaches = springCaches;
    }

    @Override
    public void afterSingletonsInstantiated() {
        // It decides whose caches annotations mean, and its own turn comes after ours where caching is enabled late.
        beans.getBeanProvider(CacheInterceptor.class).ifUnique(CacheInterceptor::afterSingletonsInstantiated);
        boolean allStrategiesAreMade = Stream.of(beans.getBeanNamesForType(BaseCacheStrategy.class, true, false))
                .allMatch(beans::containsSingleton);
        AnnotatedCaches annotated = AnnotatedCaches.of(beans);
        openSpringCaches(annotated, allStrategiesAreMade);
        requireKnownNames(annotated, allStrategiesAreMade);
    }

    private void openSpringCaches(AnnotatedCaches annotated, boolean allStrategiesAreMade) {
        if (springCaches == null) {
            return;
        }
        List<AnnotatedCaches.Annotated> resolved = annotated.ours().stream()
                .filter(found -> isResolvedBy(springCaches, found.operation()))
                .toList();
        resolved.forEach(found -> springCaches.declare(found.operation(), found.method(), found.type()));
        properties.springCaches().forEach(springCaches::getCache);
        // A strategy that is yet to be made may want to open a cache which an annotation only evicts from.
        if (allStrategiesAreMade) {
            AnnotatedCaches.names(resolved).forEach(springCaches::getCache);
            refuseTypesOfOthers(springCaches);
        }
    }

    private boolean isResolvedBy(SpringCacheManager manager, CacheOperation operation) {
        String named = operation.getCacheManager();
        return !StringUtils.hasText(named) || manager == beans.getBean(named);
    }

    /** A strategy has its own type of values, so that one in the properties would do nothing: Spring's view of it says so. */
    private void refuseTypesOfOthers(SpringCacheManager manager) {
        properties.caches().forEach((name, options) -> {
            if (options.valueType() != null && caches.find(name).isPresent()) {
                manager.getCache(name);
            }
        });
    }

    private void requireKnownNames(AnnotatedCaches annotated, boolean allStrategiesAreMade) {
        Set<String> known = new TreeSet<>(caches.cacheNames());
        known.addAll(properties.springCaches());
        known.addAll(annotated.names());
        for (String name : new TreeSet<>(properties.caches().keySet())) {
            if (!known.contains(name)) {
                CacheConfigurationException unknown = unknown(name, known);
                if (allStrategiesAreMade) {
                    throw unknown;
                }
                log.warn("{} (or a strategy that is initialized lazily has that name)", unknown.getMessage());
            }
        }
    }

    private static CacheConfigurationException unknown(String name, Set<String> known) {
        String suggestion = NearestName.of(name, known)
                .map(nearest -> "did you mean '%s'? ".formatted(nearest))
                .orElse("");
        String others = known.isEmpty()
                ? "There are no caches"
                : "The caches are "
                        + known.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "));
        return new CacheConfigurationException(
                "no strategy, cache annotation or larder.spring-caches names the cache '%s', for which larder.caches.%s sets options"
                        .formatted(name, name),
                suggestion + others,
                null);
    }
}
