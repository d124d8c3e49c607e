// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.CacheStore;
import dev.larder.test.CacheContract;
import dev.larder.test.RecordMapStore;
import dev.larder.time.TimeSources;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The contract over encoded records, answered at once and answered by another thread, as a remote store's are. */
class RecordMapCacheContractTests extends CacheContract {

    @Override
    protected CacheStore store(TimeSources time) {
        return new RecordMapStore(time);
    }

    @Nested
    class OnAThreadOfItsOwn extends CacheContract {

        private final ExecutorService storeThread = Executors.newSingleThreadExecutor();

        @Override
        protected CacheStore store(TimeSources time) {
            return new RecordMapStore(time, storeThread);
        }

        @AfterEach
        void stop() {
            storeThread.shutdownNow();
        }
    }
}
