// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.BaseCacheStrategy;
import dev.larder.CacheManager;
import dev.larder.ValueType;
import dev.larder.spring.SpringCacheManager;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.util.ClassUtils;

/** Auto-configuration of Spring's cache manager over ours, unless the application has one or wants one of Boot's. */
@AutoConfiguration(
        after = LarderAutoConfiguration.class,
        beforeName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration")
@EnableConfigurationProperties(LarderProperties.class)
@Conditional(OnNoCacheTypeCondition.class)
@ConditionalOnSingleCandidate(CacheManager.class)
@ConditionalOnMissingBean(value = org.springframework.cache.CacheManager.class, name = "cacheResolver")
public final class LarderSpringCacheAutoConfiguration {

    @Bean
    SpringCacheManager cacheManager(
            CacheManager caches, LarderProperties properties, ConfigurableListableBeanFactory beans) {
        return new SpringCacheManager(caches, () -> makeStrategies(beans), valueTypes(properties));
    }

    private static Map<String, ValueType<?>> valueTypes(LarderProperties properties) {
        Map<String, ValueType<?>> types = new HashMap<>();
        properties.caches().forEach((name, options) -> {
            Class<?> type = options.valueType();
            if (type != null) {
                types.put(name, ValueType.of(ClassUtils.resolvePrimitiveIfNecessary(type)));
            }
        });
        return types;
    }

    /** Those that are initialized lazily, so that an annotation which comes first does not take their names. */
    private static void makeStrategies(ConfigurableListableBeanFactory beans) {
        Stream.of(beans.getBeanNamesForType(BaseCacheStrategy.class, false, false))
                .filter(name -> !beans.containsSingleton(name) && !beans.isCurrentlyInCreation(name))
                .forEach(name -> make(beans, name));
    }

    /** One that needs a bean which is being made, and asks for a cache meanwhile, is made when its turn comes. */
    private static void make(ConfigurableListableBeanFactory beans, String strategy) {
        try {
            beans.getBean(strategy);
        } catch (BeansException unmade) {
            if (!unmade.contains(BeanCurrentlyInCreationException.class)) {
                throw unmade;
            }
        }
    }
}
