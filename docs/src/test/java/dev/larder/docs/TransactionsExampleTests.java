// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.WriteThroughCacheStrategy;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

record Stock(long id, int stock) {}

interface Orders {

    void save(Stock stock, int pieces);
}

class StockCache extends WriteThroughCacheStrategy<Long, Stock> {

    private final JdbcTemplate sql;

    StockCache(CacheManager caches, JdbcTemplate sql) {
        super(caches, CacheOptions.named("stock"));
        this.sql = sql;
    }

    @Override
    protected Stock load(Long id) {
        return sql.queryForObject(
                "select id, stock from article where id = ?",
                (row, number) -> new Stock(row.getLong(1), row.getInt(2)),
                id);
    }

    Stock take(long id, int pieces) {
        return write(id, () -> {
            sql.update("update article set stock = stock - ? where id = ?", pieces, id);
            return load(id);
        });
    }
}

// tag::shop-service[]
@Service
class ShopService {

    private final StockCache stock;
    private final Orders orders;

    ShopService(StockCache stock, Orders orders) {
        this.stock = stock;
        this.orders = orders;
    }

    @Transactional
    public void order(long article, int pieces) {
        Stock ordered = stock.take(article, pieces); // a write-through strategy
        orders.save(ordered, pieces); // throws: the stock in the cache is the old one
    }
}
// end::shop-service[]

class TransactionsExampleTests {

    @Test
    void theCacheHoldsWhatWasCommitted() {
        new ApplicationContextRunner().withUserConfiguration(Application.class).run(context -> {
            ShopService shop = context.getBean(ShopService.class);
            StockCache stock = context.getBean(StockCache.class);

            shop.order(7, 2);
            assertThat(stock.get(7L)).isEqualTo(new Stock(7, 8));
            assertThat(stock.stats().loads()).as("the written value was kept").isZero();

            assertThatIllegalStateException().isThrownBy(() -> shop.order(7, 100));
            assertThat(stock.get(7L)).isEqualTo(new Stock(7, 8));
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Application {

        @Bean
        DataSource database() {
            JdbcDataSource database = new JdbcDataSource();
            database.setUrl("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1");
            return database;
        }

        @Bean
        JdbcTransactionManager transactionManager(DataSource database) {
            return new JdbcTransactionManager(database);
        }

        @Bean
        JdbcTemplate sql(DataSource database) {
            JdbcTemplate sql = new JdbcTemplate(database);
            sql.execute("create table article (id bigint primary key, stock int)");
            sql.update("insert into article values (7, 10)");
            return sql;
        }

        @Bean
        StockCache stockCache(CacheManager caches, JdbcTemplate sql) {
            return new StockCache(caches, sql);
        }

        @Bean
        ShopService shopService(StockCache stock) {
            return new ShopService(stock, (ordered, pieces) -> {
                if (ordered.stock() < 0) {
                    throw new IllegalStateException("only " + (ordered.stock() + pieces) + " left");
                }
            });
        }
    }
}
