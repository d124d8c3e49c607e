// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.CacheStore;
import dev.larder.store.MemoryCacheStore;
import dev.larder.test.RecordMapStore;
import dev.larder.time.TimeSources;

/** The stores over which every verb must do the same: objects by reference, and encoded records. */
enum StoreKind {
    MEMORY {
        @Override
        CacheStore store(TimeSources time) {
            return new MemoryCacheStore(time);
        }
    },
    RECORDS {
        @Override
        CacheStore store(TimeSources time) {
            return new RecordMapStore(time);
        }
    };

    abstract CacheStore store(TimeSources time);
}
