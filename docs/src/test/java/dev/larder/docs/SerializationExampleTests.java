// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.serializer.Compression;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import dev.larder.time.TimeSources;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

// tag::serialization[]
record Page<T>(List<T> items, Optional<String> next) {}

class PageCache extends CacheAsideStrategy<Integer, Page<Instant>> {

    PageCache(CacheManager caches) {
        super(caches, CacheOptions.named("pages"));
    }

    @Override
    protected Page<Instant> load(Integer number) {
        return new Page<>(List.of(Instant.EPOCH), Optional.of("2"));
    }
}
// end::serialization[]

/** The example of docs/serialization.md, over a store of encoded records. */
class SerializationExampleTests {

    @Test
    void aNestedGenericComesBackEqual() {
        TimeSources time = new TestTime().sources();
        RecordMapStore store = new RecordMapStore(time);
        PageCache writing = new PageCache(manager(store, time));
        PageCache reading = new PageCache(manager(store, time));

        Page<Instant> loaded = writing.get(1);

        assertThat(reading.get(1)).isEqualTo(loaded).isNotSameAs(loaded);
        assertThat(reading.stats().hits()).isEqualTo(1);
    }

    @Test
    void aCompressionIsAnOption() {
        // tag::compression[]
        CacheOptions orders = CacheOptions.named("orders").compression(Compression.zstd());
        CacheOptions feeds =
                CacheOptions.named("feeds").compression(Compression.lz4().threshold(8 * 1024));
        // end::compression[]
        assertThat(orders.compression()).isEqualTo(Compression.zstd().threshold(1_024));
        assertThat(feeds.compression()).isEqualTo(Compression.lz4().threshold(8_192));
    }

    private static CacheManager manager(RecordMapStore store, TimeSources time) {
        return CacheManager.builder().store(store).time(time).build();
    }
}
