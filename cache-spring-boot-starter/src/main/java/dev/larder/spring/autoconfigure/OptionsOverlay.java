// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.CacheOptions;
import dev.larder.EarlyRefresh;
import dev.larder.LoadBackOff;
import dev.larder.LoadRetry;
import dev.larder.key.CacheKeyBuilder;
import dev.larder.serializer.CacheSerializer;
import dev.larder.serializer.Compression;
import dev.larder.spring.autoconfigure.LarderProperties.CompressionName;
import dev.larder.spring.autoconfigure.LarderProperties.SerializerName;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/** The options under one prefix of properties; what they leave open stays as it is. */
final class OptionsOverlay {

    private static final LoadRetry FIRST_RETRY = LoadRetry.exponential(1, Duration.ofMillis(100));

    private final String prefix;
    private final LarderProperties.Options configured;

    OptionsOverlay(String prefix, LarderProperties.Options configured) {
        this.prefix = prefix;
        this.configured = configured;
    }

    CacheOptions over(CacheOptions options) {
        CacheOptions result = options;
        result = set(result, "namespace", configured.namespace(), OptionsOverlay::namespace);
        result = set(result, "version", configured.version(), CacheOptions::version);
        result = set(result, "key-pattern", configured.keyPattern(), CacheOptions::keyPattern);
        result = set(result, "time-to-live", configured.timeToLive(), (given, life) -> given.timeToLive(life));
        result = set(
                result,
                "stale-while-revalidate",
                configured.staleWhileRevalidate(),
                CacheOptions::staleWhileRevalidate);
        result = set(result, "stale-if-error", configured.staleIfError(), CacheOptions::staleIfError);
        result = earlyRefresh(result, configured.earlyRefresh());
        result = set(result, "absent-time-to-live", configured.absentTimeToLive(), CacheOptions::absentTimeToLive);
        result = set(result, "jitter", configured.jitter(), CacheOptions::jitter);
        result = set(result, "maximum-size", configured.maximumSize(), CacheOptions::maximumSize);
        result = set(result, "absent-share", configured.absentShare(), CacheOptions::absentShare);
        result = set(
                result,
                "maximum-payload",
                configured.maximumPayload(),
                (given, size) -> given.maximumPayload(size.toBytes()));
        result =
                set(result, "serializer", configured.serializer(), (given, name) -> given.serializer(serializer(name)));
        result = set(result, "compression", configured.compression(), OptionsOverlay::compression);
        result = set(
                result,
                "compression-threshold",
                configured.compressionThreshold(),
                OptionsOverlay::compressionThreshold);
        result = set(result, "loader-deadline", configured.loaderDeadline(), CacheOptions::loaderDeadline);
        result = set(result, "soft-timeout", configured.softTimeout(), CacheOptions::softTimeout);
        result = loadBackOff(result, configured.loadBackOff());
        result = set(result, "lease", configured.lease(), CacheOptions::lease);
        result = set(result, "write-intent", configured.writeIntent(), CacheOptions::writeIntent);
        result = set(result, "hold-off", configured.holdOff(), CacheOptions::holdOff);
        result = set(result, "on-store-failure", configured.onStoreFailure(), CacheOptions::onStoreFailure);
        result = set(result, "fill-in-transaction", configured.fillInTransaction(), CacheOptions::fillInTransaction);
        result = set(result, "store-read-deadline", configured.storeReadDeadline(), CacheOptions::storeReadDeadline);
        result = set(result, "store-write-deadline", configured.storeWriteDeadline(), CacheOptions::storeWriteDeadline);
        result = set(result, "log-keys", configured.logKeys(), CacheOptions::logKeys);
        return configured.retry() == null ? result : retry(result, configured.retry());
    }

    private CacheOptions earlyRefresh(CacheOptions options, LarderProperties.@Nullable EarlyRefreshOptions early) {
        if (early == null) {
            return options;
        }
        CacheOptions result = set(
                options,
                "early-refresh.after-share",
                early.afterShare(),
                (given, share) -> given.earlyRefresh(
                        new EarlyRefresh(share, given.earlyRefresh().beta())));
        return set(
                result,
                "early-refresh.x-fetch-beta",
                early.xFetchBeta(),
                (given, beta) ->
                        given.earlyRefresh(new EarlyRefresh(given.earlyRefresh().share(), beta)));
    }

    private CacheOptions loadBackOff(CacheOptions options, LarderProperties.@Nullable LoadBackOffOptions backOff) {
        if (backOff == null) {
            return options;
        }
        CacheOptions result =
                set(options, "load-back-off.first-delay", backOff.firstDelay(), OptionsOverlay::firstBackOff);
        return set(
                result,
                "load-back-off.max-delay",
                backOff.maxDelay(),
                (given, maxDelay) ->
                        given.loadBackOff(new LoadBackOff(given.loadBackOff().firstDelay(), maxDelay)));
    }

    private static CacheOptions firstBackOff(CacheOptions options, Duration firstDelay) {
        Duration maxDelay = options.loadBackOff().maxDelay();
        return options.loadBackOff(
                new LoadBackOff(firstDelay, maxDelay.compareTo(firstDelay) < 0 ? firstDelay : maxDelay));
    }

    private CacheOptions retry(CacheOptions options, LarderProperties.Retry retry) {
        CacheOptions result = options;
        result = set(result, "retry.max-attempts", retry.maxAttempts(), OptionsOverlay::maxAttempts);
        result = set(result, "retry.first-delay", retry.firstDelay(), OptionsOverlay::firstDelay);
        return set(result, "retry.max-delay", retry.maxDelay(), OptionsOverlay::maxDelay);
    }

    private <T> CacheOptions set(
            CacheOptions options,
            String property,
            @Nullable T value,
            BiFunction<CacheOptions, T, CacheOptions> setter) {
        if (value == null) {
            return options;
        }
        try {
            return setter.apply(options, value);
        } catch (IllegalArgumentException | IllegalStateException refused) { // the latter if a library is missing
            throw new InvalidConfigurationPropertyValueException(prefix + "." + property, value, refused.getMessage());
        }
    }

    private static CacheOptions namespace(CacheOptions options, String namespace) {
        // The text of a namespace is otherwise checked only when a cache is opened.
        CacheKeyBuilder.of(options.name(), String.class).namespace(namespace);
        return options.namespace(namespace);
    }

    private static CacheSerializer serializer(SerializerName name) {
        return switch (name) {
            case JSON -> CacheSerializer.json();
            case SMILE -> CacheSerializer.smile();
            case MESSAGE_PACK -> CacheSerializer.messagePack();
        };
    }

    private static CacheOptions compression(CacheOptions options, CompressionName name) {
        Compression compression = switch (name) {
            case NONE -> Compression.none();
            case LZ4 -> Compression.lz4();
            case ZSTD -> Compression.zstd();
        };
        return options.compression(compression.threshold(compressionOf(options).threshold()));
    }

    private static CacheOptions compressionThreshold(CacheOptions options, DataSize threshold) {
        int bytes = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, threshold.toBytes()));
        return options.compression(compressionOf(options).threshold(bytes));
    }

    private static Compression compressionOf(CacheOptions options) {
        Compression compression = options.compression();
        return compression == null ? Compression.none() : compression;
    }

    private static CacheOptions maxAttempts(CacheOptions options, int maxAttempts) {
        LoadRetry base = retryOf(options);
        return options.retry(new LoadRetry(maxAttempts, base.firstDelay(), base.maxDelay()));
    }

    private static CacheOptions firstDelay(CacheOptions options, Duration firstDelay) {
        LoadRetry base = retryOf(options);
        Duration maxDelay = base.maxDelay().compareTo(firstDelay) < 0 ? firstDelay : base.maxDelay();
        return options.retry(new LoadRetry(base.maxAttempts(), firstDelay, maxDelay));
    }

    private static CacheOptions maxDelay(CacheOptions options, Duration maxDelay) {
        LoadRetry base = retryOf(options);
        return options.retry(new LoadRetry(base.maxAttempts(), base.firstDelay(), maxDelay));
    }

    /** The delays of "no retry" mean nothing; who only asks for attempts gets the usual ones. */
    private static LoadRetry retryOf(CacheOptions options) {
        return options.retry().equals(LoadRetry.none()) ? FIRST_RETRY : options.retry();
    }
}
