// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.FinishRequest;
import dev.larder.store.StoreKey;
import org.jspecify.annotations.Nullable;

/** Something that has to go from the store, however often that is said: it does no harm twice, or late. */
sealed interface Removal {

    /** The namespace it is in, as the store knows it. */
    String namespace();

    /**
     * Whatever stands under a key.
     *
     * @param finish the end of a writer's mark that may stand there too; if null, there is none to end
     */
    record OfKey(Removals cache, StoreKey key, @Nullable FinishRequest finish) implements Removal {

        @Override
        public String namespace() {
            return cache.spec.namespace();
        }
    }

    /** All values of a cache. */
    record OfCache(Removals cache) implements Removal {

        @Override
        public String namespace() {
            return cache.spec.namespace();
        }
    }

    /** All values of a namespace. */
    record OfNamespace(String namespace) implements Removal {}
}
