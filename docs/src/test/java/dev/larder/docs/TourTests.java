// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.Eviction;
import dev.larder.key.KeyGlob;
import dev.larder.store.MemoryCacheStore;
import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The scenarios of docs/tour.md, one test each. */
class TourTests {

    // tag::shop[]
    record Article(long id, String name) {}

    record Listing(String category, int page) {}

    class ArticleCache extends CacheAsideStrategy<Long, Article> {

        ArticleCache(CacheManager caches) {
            super(caches, CacheOptions.named("article").namespace("shop").timeToLive(Duration.ofMinutes(10)));
        }

        @Override
        protected @Nullable Article load(Long id) {
            return shop.find(id);
        }

        @Override
        protected Map<Long, Article> loadAll(Collection<Long> ids) {
            return shop.findAll(ids);
        }
    }

    class ListingCache extends CacheAsideStrategy<Listing, List<Long>> {

        ListingCache(CacheManager caches) {
            super(caches, CacheOptions.named("listing").namespace("shop"));
        }

        @Override
        protected List<Long> load(Listing listing) {
            return shop.list(listing);
        }
    }
    // end::shop[]

    // tag::set-up[]
    TestTime time = new TestTime();
    ChaosStore store = new ChaosStore(new MemoryCacheStore(time.sources()));

    @AutoClose
    CacheManager caches =
            CacheManager.builder().store(store).time(time.sources()).build();

    Shop shop = new Shop();
    ArticleCache articles = new ArticleCache(caches);
    ListingCache listings = new ListingCache(caches);
    // end::set-up[]

    @Test
    void hitAndMiss() {
        // tag::hit-and-miss[]
        assertThat(articles.get(1L)).isEqualTo(new Article(1, "Lamp"));
        assertThat(articles.get(1L)).isEqualTo(new Article(1, "Lamp"));
        assertThat(shop.queries).isEqualTo(1);

        assertThat(articles.get(99L)).isNull();
        assertThat(articles.get(99L)).isNull();
        assertThat(shop.queries).isEqualTo(2);

        assertThat(articles.stats().hits()).isEqualTo(2);
        assertThat(articles.stats().misses()).isEqualTo(2);
        assertThat(articles.stats().hitRatio()).hasValue(0.5);
        // end::hit-and-miss[]
    }

    @Test
    void invalidation() {
        // tag::invalidation[]
        articles.get(1L);
        shop.rename(1, "Desk lamp");
        assertThat(articles.evict(1L)).isEqualTo(Eviction.EVICTED);

        assertThat(articles.get(1L)).isEqualTo(new Article(1, "Desk lamp"));

        articles.evict(1L);
        shop.meanwhile = () -> {
            shop.rename(1, "Floor lamp");
            articles.evict(1L);
        };
        assertThat(articles.get(1L)).isEqualTo(new Article(1, "Desk lamp"));
        assertThat(articles.get(1L)).isEqualTo(new Article(1, "Floor lamp"));
        // end::invalidation[]
    }

    @Test
    void manyKeys() {
        // tag::many-keys[]
        articles.get(1L);
        assertThat(articles.getAll(List.of(1L, 2L, 3L, 99L))).containsOnlyKeys(1L, 2L, 3L);
        assertThat(shop.queries).isEqualTo(2);

        articles.evictAll(List.of(1L, 2L));
        assertThat(articles.contains(1L)).isFalse();
        assertThat(articles.contains(3L)).isTrue();
        // end::many-keys[]
    }

    @Test
    void timeToLive() {
        // tag::time-to-live[]
        articles.get(1L);
        articles.get(99L);
        time.advance(Duration.ofSeconds(30));
        assertThat(articles.timeToLive(1L)).isEqualTo(Duration.ofMinutes(10).minusSeconds(30));
        assertThat(articles.entry(99L)).isNull();

        articles.touch(1L);
        time.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(articles.contains(1L)).isTrue();
        time.advance(Duration.ofMillis(1));
        assertThat(articles.contains(1L)).isFalse();
        // end::time-to-live[]
    }

    @Test
    void pattern() {
        // tag::pattern[]
        listings.get(new Listing("lamps", 0));
        listings.get(new Listing("lamps", 1));
        listings.get(new Listing("*", 0));

        listings.evictMatching(KeyGlob.of("lamps", KeyGlob.any()));
        assertThat(listings.contains(new Listing("lamps", 1))).isFalse();
        assertThat(listings.contains(new Listing("*", 0))).isTrue();

        listings.get(new Listing("lamps", 0));
        listings.evictMatching(KeyGlob.of("*", KeyGlob.any()));
        assertThat(listings.contains(new Listing("*", 0))).isFalse();
        assertThat(listings.contains(new Listing("lamps", 0))).isTrue();
        // end::pattern[]
    }

    @Test
    void errors() {
        // tag::errors[]
        shop.closed = true;
        assertThatIllegalStateException().isThrownBy(() -> articles.get(1L)).withMessage("the shop is closed");
        shop.closed = false;
        assertThat(articles.get(1L)).isEqualTo(new Article(1, "Lamp"));

        store.inject(Fault.FAIL);
        assertThat(articles.get(2L)).isEqualTo(new Article(2, "Chair"));
        assertThat(articles.evict(1L)).isEqualTo(Eviction.UNACKNOWLEDGED);
        store.heal();
        assertThat(articles.stats().storeFailures()).isPositive();
        // end::errors[]
    }

    /** A database that counts its queries. */
    static final class Shop {

        private final Map<Long, Article> articles = new TreeMap<>(Map.of(
                1L, new Article(1, "Lamp"),
                2L, new Article(2, "Chair"),
                3L, new Article(3, "Table")));

        int queries;
        boolean closed;
        Runnable meanwhile = () -> {};

        @Nullable
        Article find(long id) {
            return findAll(List.of(id)).get(id);
        }

        Map<Long, Article> findAll(Collection<Long> ids) {
            queries++;
            if (closed) {
                throw new IllegalStateException("the shop is closed");
            }
            Map<Long, Article> found =
                    ids.stream().filter(articles::containsKey).collect(Collectors.toMap(id -> id, articles::get));
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
            return found;
        }

        List<Long> list(Listing listing) {
            return listing.page() == 0 ? List.copyOf(articles.keySet()) : List.of();
        }

        void rename(long id, String name) {
            articles.put(id, new Article(id, name));
        }
    }
}
