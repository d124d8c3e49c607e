// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.util.StringUtils;

/** The caches that Spring's cache annotations on the methods of beans name. */
final class AnnotatedCaches {

    private final ConfigurableListableBeanFactory beans;

    AnnotatedCaches(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /** The names in all operations. */
    Set<String> names() {
        return names(operation -> true);
    }

    /** The names in operations that leave it to the cache manager of this name, or to the only one. */
    Set<String> namesFor(String cacheManager) {
        return names(operation -> !StringUtils.hasText(operation.getCacheResolver())
                && (!StringUtils.hasText(operation.getCacheManager())
                        || operation.getCacheManager().equals(cacheManager)));
    }

    private Set<String> names(Predicate<CacheOperation> wanted) {
        Set<String> names = new TreeSet<>();
        // The source is there if and only if caching by annotations is enabled.
        CacheOperationSource source =
                beans.getBeanProvider(CacheOperationSource.class).getIfAvailable();
        if (source != null) {
            beanTypes()
                    .filter(source::isCandidateClass)
                    .flatMap(type -> operations(source, type))
                    .filter(wanted)
                    .forEach(operation -> names.addAll(operation.getCacheNames()));
        }
        return names;
    }

    private Stream<Class<?>> beanTypes() {
        return Stream.of(BeanFactoryUtils.beanNamesIncludingAncestors(beans))
                .filter(beans::containsBeanDefinition)
                .<Class<?>>mapMulti((name, types) -> {
                    Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
                    if (type != null) {
                        types.accept(type);
                    }
                })
                .filter(type -> !type.getName().startsWith("org.springframework."));
    }

    private static Stream<CacheOperation> operations(CacheOperationSource source, Class<?> type) {
        MetadataLookup<Collection<CacheOperation>> lookup = (Method method) -> source.getCacheOperations(method, type);
        return MethodIntrospector.selectMethods(type, lookup).values().stream().flatMap(Collection::stream);
    }
}
