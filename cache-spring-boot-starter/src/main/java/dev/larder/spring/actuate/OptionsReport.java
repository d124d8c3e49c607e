// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.larder.CacheOptions;
import dev.larder.LoadRetry;
import org.jspecify.annotations.Nullable;

/**
 * The options that hold, each under its property's name and written as in properties.
 *
 * @param keyPattern {@code null} for the cache's name and the parts of the key
 * @param maximumSize {@code null} if the cache is bounded by weight
 */
@JsonPropertyOrder(alphabetic = false)
record OptionsReport(
        String namespace,
        int version,
        @Nullable String keyPattern,
        String timeToLive,
        String absentTimeToLive,
        double jitter,
        @Nullable Long maximumSize,
        String loaderDeadline,
        String lease,
        String writeIntent,
        String holdOff,
        String storeReadDeadline,
        String storeWriteDeadline,
        boolean logKeys,
        Retry retry) {

    /** How failed loads are tried again; where they are not, delays mean nothing and are {@code null}. */
    @JsonPropertyOrder(alphabetic = false)
    record Retry(
            int maxAttempts,
            @Nullable String firstDelay,
            @Nullable String maxDelay) {

        static Retry of(LoadRetry retry) {
            return retry.maxAttempts() == 1
                    ? new Retry(1, null, null)
                    : new Retry(
                            retry.maxAttempts(),
                            PropertyText.of(retry.firstDelay()),
                            PropertyText.of(retry.maxDelay()));
        }
    }

    static OptionsReport of(CacheOptions options) {
        return new OptionsReport(
                options.namespace(),
                options.version(),
                options.keyPattern(),
                PropertyText.of(options.timeToLive()),
                PropertyText.of(options.absentTimeToLive()),
                options.jitter(),
                options.maximumSize().isPresent() ? options.maximumSize().getAsLong() : null,
                PropertyText.of(options.loaderDeadline()),
                PropertyText.of(options.lease()),
                PropertyText.of(options.writeIntent()),
                PropertyText.of(options.holdOff()),
                PropertyText.of(options.storeReadDeadline()),
                PropertyText.of(options.storeWriteDeadline()),
                options.logKeys(),
                Retry.of(options.retry()));
    }
}
