// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.CacheStore;
import dev.larder.store.MemoryCacheStore;
import dev.larder.test.CacheContract;
import dev.larder.time.TimeSources;

class MemoryCacheContractTests extends CacheContract {

    @Override
    protected CacheStore store(TimeSources time) {
        return new MemoryCacheStore(time);
    }
}
