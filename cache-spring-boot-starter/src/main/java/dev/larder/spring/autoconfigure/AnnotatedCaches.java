// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.spring.SpringCacheInfrastructure;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;

/** The caches that Spring's cache annotations on the methods of beans name. */
final class AnnotatedCaches {

    private static final Logger log = LoggerFactory.getLogger(AnnotatedCaches.class);

    /** An operation on the method of a bean's class. */
    record Annotated(CacheOperation operation, Method method, Class<?> type) {

        boolean isOurs() {
            return SpringCacheInfrastructure.CACHE_RESOLVER.equals(operation.getCacheResolver());
        }
    }

    private final List<Annotated> operations;

    private AnnotatedCaches(List<Annotated> operations) {
        this.operations = operations;
    }

    /** Looks at all beans; there is a source of operations if and only if caching by annotations is enabled. */
    static AnnotatedCaches of(ConfigurableListableBeanFactory beans) {
        CacheOperationSource source =
                beans.getBeanProvider(CacheOperationSource.class).getIfAvailable();
        return new AnnotatedCaches(
                source == null
                        ? List.of()
                        : Stream.of(beans.getBeanDefinitionNames())
                                .flatMap(name -> operations(beans, name, source))
                                .toList());
    }

    /** The names in all operations. */
    Set<String> names() {
        return names(operations);
    }

    /** The operations on our caches. */
    List<Annotated> ours() {
        return operations.stream().filter(Annotated::isOurs).toList();
    }

    /** The names in some operations. */
    static Set<String> names(List<Annotated> of) {
        Set<String> names = new TreeSet<>();
        of.forEach(annotated -> names.addAll(annotated.operation().getCacheNames()));
        return names;
    }

    private static Stream<Annotated> operations(
            ConfigurableListableBeanFactory beans, String bean, CacheOperationSource source) {
        try {
            Class<?> type = AutoProxyUtils.determineTargetClass(beans, bean);
            if (type == null || isSprings(type) || !source.isCandidateClass(type)) {
                return Stream.empty();
            }
            MetadataLookup<Collection<CacheOperation>> lookup = (Method method) ->
                    source.hasCacheOperations(method, type) ? source.getCacheOperations(method, type) : null;
            return MethodIntrospector.selectMethods(type, lookup).entrySet().stream()
                    .flatMap(found ->
                            found.getValue().stream().map(operation -> new Annotated(operation, found.getKey(), type)));
        } catch (RuntimeException | LinkageError unknown) {
            // A bean whose class cannot be told yet, or has methods with optional types:
            // nobody must fail for our looking.
            log.debug("bean '{}' cannot be looked at for cache annotations", bean, unknown);
            return Stream.empty();
        }
    }

    private static boolean isSprings(Class<?> type) {
        return type.getName().startsWith("org.springframework.");
    }
}
