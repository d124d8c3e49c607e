// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import dev.larder.test.StoreContract;
import dev.larder.time.TimeSources;

class MemoryCacheStoreTests extends StoreContract {

    @Override
    protected CacheStore store(TimeSources time) {
        return new MemoryCacheStore(time);
    }
}
