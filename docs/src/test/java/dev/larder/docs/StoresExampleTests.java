// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import dev.larder.store.CacheStore;
import dev.larder.test.CacheContract;
import dev.larder.test.StoreContract;
import dev.larder.time.TimeSources;
import org.junit.jupiter.api.Nested;

/** The example of docs/stores.md, which runs the published contracts from outside the module that holds them. */
class StoresExampleTests {

    @Nested
    // tag::stores[]
    class MyStoreTests extends StoreContract {

        @Override
        protected CacheStore store(TimeSources time) {
            return new MyStore(time);
        }

        @Nested
        class Caches extends CacheContract {

            @Override
            protected CacheStore store(TimeSources time) {
                return new MyStore(time);
            }
        }
    }
    // end::stores[]
}
