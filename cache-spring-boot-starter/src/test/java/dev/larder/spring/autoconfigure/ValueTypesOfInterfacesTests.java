// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.CacheStore;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Interfaces whose only class is made at run time: an HTTP client's or a repository's proxy, a lambda. */
class ValueTypesOfInterfacesTests {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LarderAutoConfiguration.class,
                    LarderSpringCacheAutoConfiguration.class,
                    LarderCacheAnnotationsAutoConfiguration.class))
            .withUserConfiguration(Application.class);

    @Test
    void aProxysListComesBackAsWhatTheInterfaceSays() {
        application.run(context -> {
            PostClient client = context.getBean(PostClient.class);
            comesBack(context.getBean(AtomicInteger.class), List.of(new Post(1)), id -> List.copyOf(client.posts(id)));
        });
    }

    @Test
    void whatAProxyInheritsFromAGenericInterfaceComesBackAsItsTypeArgument() {
        application.run(context -> {
            PostClient client = context.getBean(PostClient.class);
            comesBack(context.getBean(AtomicInteger.class), new Post(1), client::one);
        });
    }

    @Test
    void aLambdasListComesBackAsWhatTheInterfaceSays() {
        application.run(context -> {
            PostFinder finder = context.getBean(PostFinder.class);
            comesBack(context.getBean(AtomicInteger.class), List.of(new Post(1)), id -> List.copyOf(finder.find(id)));
        });
    }

    private static void comesBack(AtomicInteger calls, Object expected, IntFunction<Object> method) {
        assertThat(method.apply(1)).isEqualTo(expected);
        assertThat(method.apply(1)).isEqualTo(expected);
        assertThat(calls).as("the second answer came from the store").hasValue(1);
    }

    record Post(int id) {}

    interface Client<T> {

        @Cacheable("inherited")
        T one(int id);
    }

    interface PostClient extends Client<Post> {

        @Cacheable("posts")
        List<Post> posts(int id);
    }

    interface PostFinder {

        @Cacheable("found")
        List<Post> find(int id);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Application {

        @Bean
        CacheStore store() {
            return new RecordMapStore(new TestTime().sources());
        }

        @Bean
        AtomicInteger calls() {
            return new AtomicInteger();
        }

        @Bean
        PostClient client(AtomicInteger calls) {
            return ProxyFactory.getProxy(PostClient.class, (MethodInterceptor) call -> {
                calls.incrementAndGet();
                Post post = new Post((Integer) call.getArguments()[0]);
                return call.getMethod().getName().equals("posts") ? List.of(post) : post;
            });
        }

        @Bean
        PostFinder finder(AtomicInteger calls) {
            return id -> {
                calls.incrementAndGet();
                return List.of(new Post(id));
            };
        }
    }
}
