// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import dev.larder.BaseCacheStrategy;
import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.WriteThroughCacheStrategy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Names in a database, and the caches and annotated methods in front of it, with either order of the advisors. */
final class NamesApplication {

    private NamesApplication() {}

    static final class Names {

        private final JdbcTemplate sql;
        final AtomicInteger queries = new AtomicInteger();

        Names(DataSource database) {
            sql = new JdbcTemplate(database);
        }

        @Nullable
        String find(long id) {
            queries.incrementAndGet();
            try {
                return sql.queryForObject("select text from name where id = ?", String.class, id);
            } catch (EmptyResultDataAccessException none) {
                return null;
            }
        }

        String save(long id, String text) {
            sql.update("update name set text = ? where id = ?", text, id);
            return text;
        }

        String insert(long id, String text) {
            sql.update("insert into name values (?, ?)", id, text);
            return text;
        }
    }

    static class NameCache extends WriteThroughCacheStrategy<Long, String> {

        private final Names names;

        NameCache(CacheManager caches, Names names) {
            super(caches, CacheOptions.named("names").timeToLive(Duration.ofHours(1)));
            this.names = names;
        }

        @Override
        protected @Nullable String load(Long id) {
            return names.find(id);
        }

        @Nullable
        String rename(long id, String text) {
            return write(id, () -> names.save(id, text));
        }

        void insert(long id, String text) {
            write(id, () -> names.insert(id, text));
        }
    }

    static class OnlineCache extends BaseCacheStrategy<String, Boolean> {

        OnlineCache(CacheManager caches) {
            super(caches, CacheOptions.named("online"));
        }

        void mark(String user) {
            put(user, true);
        }
    }

    static class AnnotatedNames {

        private final Names names;

        AnnotatedNames(Names names) {
            this.names = names;
        }

        @Cacheable("annotated")
        public @Nullable String find(long id) {
            return names.find(id);
        }

        @Cacheable(cacheNames = "unless", unless = "#result == 'never'")
        public @Nullable String findUnless(long id) {
            return names.find(id);
        }

        @Transactional
        @CacheEvict(cacheNames = "annotated", key = "#id")
        public void rename(long id, String text) {
            names.save(id, text);
        }

        @Transactional
        @CacheEvict(cacheNames = "annotated", key = "#id", beforeInvocation = true)
        public void renameEarly(long id, String text) {
            names.save(id, text);
        }

        @Transactional
        @CacheEvict(cacheNames = "annotated", allEntries = true)
        public void renameAndClear(long id, String text) {
            names.save(id, text);
        }

        @Transactional
        @CacheEvict(cacheNames = "annotated", key = "#id")
        public void renameInVain(long id, String text) {
            names.save(id, text);
            throw new IllegalStateException("refused");
        }

        @Transactional
        @CachePut(cacheNames = "annotated", key = "#id")
        public String put(long id, String text) {
            return names.save(id, text);
        }

        @Transactional
        @CachePut(cacheNames = "annotated", key = "#id")
        public String putInVain(long id, String text) {
            names.save(id, text);
            throw new IllegalStateException("refused");
        }

        @Transactional(readOnly = true)
        public @Nullable String readOnly(CacheAsideStrategy<Long, String> cache, long id) {
            return cache.get(id);
        }

        @Transactional(readOnly = true, isolation = Isolation.SERIALIZABLE)
        public @Nullable String readOnlySerializable(CacheAsideStrategy<Long, String> cache, long id) {
            return cache.get(id);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        PlatformTransactionManager transactionManager(DataSource database) {
            return new JdbcTransactionManager(database);
        }

        @Bean
        Names names(DataSource database) {
            return new Names(database);
        }

        @Bean
        NameCache nameCache(CacheManager caches, Names names) {
            return new NameCache(caches, names);
        }

        @Bean
        OnlineCache onlineCache(CacheManager caches) {
            return new OnlineCache(caches);
        }

        @Bean
        AnnotatedNames annotatedNames(Names names) {
            return new AnnotatedNames(names);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Application extends Beans {}

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true, order = 1)
    @EnableTransactionManagement(proxyTargetClass = true, order = 2)
    static class CachingFirst extends Beans {}

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true, order = 2)
    @EnableTransactionManagement(proxyTargetClass = true, order = 1)
    static class TransactionFirst extends Beans {}
}
