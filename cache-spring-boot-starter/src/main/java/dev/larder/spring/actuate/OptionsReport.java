// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.larder.CacheOptions;
import dev.larder.EarlyRefresh;
import dev.larder.LoadBackOff;
import dev.larder.LoadRetry;
import dev.larder.serializer.Compression;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The options that hold, each under its property's name and written as in properties.
 *
 * @param keyPattern {@code null} for the cache's name and the parts of the key
 * @param timeToLiveByValue whether values say how long they are served
 * @param versioned whether values say which version they are
 * @param compression {@code null} for the cache manager's, which is none unless it was given one
 * @param maximumSize {@code null} if the cache is bounded by weight
 */
@JsonPropertyOrder(alphabetic = false)
record OptionsReport(
        String namespace,
        int version,
        @Nullable String keyPattern,
        String timeToLive,
        boolean timeToLiveByValue,
        boolean versioned,
        String staleWhileRevalidate,
        String staleIfError,
        Early earlyRefresh,
        String absentTimeToLive,
        double jitter,
        @Nullable Long maximumSize,
        double absentShare,
        @Nullable String maximumPayload,
        @Nullable String compression,
        @Nullable String compressionThreshold,
        String loaderDeadline,
        @Nullable String softTimeout,
        BackOff loadBackOff,
        String lease,
        String writeIntent,
        String holdOff,
        String onStoreFailure,
        String fillInTransaction,
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

    /** When a value is loaded anew while it is fresh; what is not to happen is {@code null}. */
    @JsonPropertyOrder(alphabetic = false)
    record Early(@Nullable Double afterShare, @Nullable Double xFetchBeta) {

        static Early of(EarlyRefresh early) {
            return new Early(early.share() < 1 ? early.share() : null, early.beta() > 0 ? early.beta() : null);
        }
    }

    /** How long no load is tried after a failure. */
    @JsonPropertyOrder(alphabetic = false)
    record BackOff(String firstDelay, String maxDelay) {

        static BackOff of(LoadBackOff backOff) {
            return new BackOff(PropertyText.of(backOff.firstDelay()), PropertyText.of(backOff.maxDelay()));
        }
    }

    static OptionsReport of(CacheOptions options) {
        Compression compression = options.compression();
        Duration softTimeout = options.softTimeout();
        return new OptionsReport(
                options.namespace(),
                options.version(),
                options.keyPattern(),
                PropertyText.of(options.timeToLive()),
                options.timeToLiveByValue(),
                options.versioned(),
                PropertyText.of(options.staleWhileRevalidate()),
                PropertyText.of(options.staleIfError()),
                Early.of(options.earlyRefresh()),
                PropertyText.of(options.absentTimeToLive()),
                options.jitter(),
                options.maximumSize().isPresent() ? options.maximumSize().getAsLong() : null,
                options.absentShare(),
                options.maximumPayload().isPresent()
                        ? DataSize.ofBytes(options.maximumPayload().getAsLong()).toString()
                        : null,
                compression == null ? null : compression.name(),
                compression == null
                        ? null
                        : DataSize.ofBytes(compression.threshold()).toString(),
                PropertyText.of(options.loaderDeadline()),
                softTimeout == null ? null : PropertyText.of(softTimeout),
                BackOff.of(options.loadBackOff()),
                PropertyText.of(options.lease()),
                PropertyText.of(options.writeIntent()),
                PropertyText.of(options.holdOff()),
                PropertyText.of(options.onStoreFailure()),
                PropertyText.of(options.fillInTransaction()),
                PropertyText.of(options.storeReadDeadline()),
                PropertyText.of(options.storeWriteDeadline()),
                options.logKeys(),
                Retry.of(options.retry()));
    }
}
