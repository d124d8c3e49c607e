// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.larder.CacheOptions;
import dev.larder.CacheStatistics;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What an operator sees of one cache.
 *
 * @param cacheManager the name of the bean that the cache belongs to
 * @param stats what this node did with it
 * @param store what the store holds of it, as far as it can tell
 * @param options the options that hold
 */
@JsonPropertyOrder(alphabetic = false)
record CacheReport(String cache, String cacheManager, StatsReport stats, StoreReport store, OptionsReport options)
        implements OperationResponseBody {

    static CacheReport of(String cacheManager, CacheStatistics statistics, CacheOptions options) {
        return new CacheReport(
                statistics.cache(),
                cacheManager,
                StatsReport.of(statistics.stats()),
                StoreReport.of(statistics.store()),
                OptionsReport.of(options));
    }
}
