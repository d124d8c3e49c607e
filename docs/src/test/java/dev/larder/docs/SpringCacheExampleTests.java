// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheManager;
import dev.larder.store.CacheStore;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Service;

record Product(long id, String name) {}

interface Products {

    @Nullable
    Product byId(long id);

    void rename(long id, String name);
}

// tag::product-service[]
@Service
class ProductService {

    private final Products products;

    ProductService(Products products) {
        this.products = products;
    }

    @Cacheable("products")
    public @Nullable Product product(long id) {
        return products.byId(id);
    }

    @CacheEvict(cacheNames = "products", key = "#id")
    public void rename(long id, String name) {
        products.rename(id, name);
    }
}
// end::product-service[]

record Book(long id, String title) {}

interface Archive {

    List<Book> booksBy(String author);

    CompletableFuture<Book> book(long id);

    Optional<Book> save(Book book);
}

// tag::authors[]
@Service
class Authors {

    private final Archive archive;

    Authors(Archive archive) {
        this.archive = archive;
    }

    @Cacheable("books-by-author") // List<Book>
    public List<Book> booksBy(String author) {
        return archive.booksBy(author);
    }

    @Cacheable("books") // Book
    public CompletableFuture<Book> book(long id) {
        return archive.book(id);
    }

    @CachePut(cacheNames = "books", key = "#book.id()") // Book, so that it may share the cache
    public Optional<Book> save(Book book) {
        return archive.save(book);
    }
}
// end::authors[]

class SpringCacheExampleTests {

    private final AtomicInteger queries = new AtomicInteger();

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withBean(Products.class, () -> new InMemoryProducts(queries))
            .withPropertyValues("larder.caches.products.time-to-live=24h");

    @Test
    void aMethodIsCalledOnceUntilItsKeyIsEvicted() {
        application.run(context -> {
            ProductService products = context.getBean(ProductService.class);
            assertThat(products.product(7)).isEqualTo(new Product(7, "Product 7"));
            assertThat(products.product(7)).isEqualTo(new Product(7, "Product 7"));
            assertThat(products.product(99)).isNull();
            assertThat(products.product(99)).isNull();
            assertThat(queries).hasValue(2);

            products.rename(7, "Lamp");
            assertThat(products.product(7)).isEqualTo(new Product(7, "Lamp"));
            assertThat(queries).hasValue(3);
        });
    }

    @Test
    void itsOptionsComeFromProperties() {
        application.run(context -> assertThat(context.getBean(CacheManager.class)
                        .find("products")
                        .orElseThrow()
                        .options()
                        .timeToLive())
                .isEqualTo(Duration.ofHours(24)));
    }

    @Test
    void fromBytesComesWhatTheMethodsReturn() {
        Archive archive = new OneBook();
        application
                .withBean(CacheStore.class, () -> new RecordMapStore(new TestTime().sources()))
                .withBean(Authors.class, () -> new Authors(archive))
                .run(context -> {
                    Authors authors = context.getBean(Authors.class);
                    assertThat(authors.booksBy("Woolf")).isEqualTo(authors.booksBy("Woolf"));
                    assertThat(authors.booksBy("Woolf")).containsExactly(OneBook.ORLANDO);
                    authors.save(OneBook.ORLANDO);
                    assertThat(authors.book(1).join()).as("what was saved").isEqualTo(OneBook.ORLANDO);
                });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableCaching
    static class Application {

        @Bean
        ProductService productService(Products products) {
            return new ProductService(products);
        }
    }

    private static final class OneBook implements Archive {

        private static final Book ORLANDO = new Book(1, "Orlando");

        @Override
        public List<Book> booksBy(String author) {
            return List.of(ORLANDO);
        }

        @Override
        public CompletableFuture<Book> book(long id) {
            throw new AssertionError("it was saved, and so is cached");
        }

        @Override
        public Optional<Book> save(Book book) {
            return Optional.of(book);
        }
    }

    private static final class InMemoryProducts implements Products {

        private final AtomicInteger queries;
        private String name = "Product 7";

        private InMemoryProducts(AtomicInteger queries) {
            this.queries = queries;
        }

        @Override
        public @Nullable Product byId(long id) {
            queries.incrementAndGet();
            return id == 7 ? new Product(id, name) : null;
        }

        @Override
        public void rename(long id, String newName) {
            name = newName;
        }
    }
}
