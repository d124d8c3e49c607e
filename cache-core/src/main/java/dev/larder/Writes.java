// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheLog.Trouble;
import dev.larder.Values.Reading;
import dev.larder.store.StoreKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes of one cache: mark the keys, change the origin, then change the cache; in a transaction when that is over. */
final class Writes<K, V> {

    /** What the cache keeps of a write that succeeded. */
    interface Keep<V, R extends @Nullable Object> {

        /**
         * Says what to keep under the key with this index.
         *
         * @param base what was cached, fresh, when the write began, if nobody else was writing
         */
        Kept<V> of(int index, R result, Supplier<Reading.@Nullable Found<V>> base);
    }

    private final Pipeline<K, V> cache;

    Writes(Pipeline<K, V> cache) {
        this.cache = cache;
    }

    <R extends @Nullable Object> CompletableFuture<R> write(
            List<StoreKey> keys, OriginWrite<R, ?> write, Keep<V, R> keep, Caller caller) {
        JoinedChanges<K, V> joined = cache.join(caller);
        return joined == null
                ? new Write<>(keys, write, keep, caller).begin()
                : joined.write(keys, write, keep, caller);
    }

    /** Asks what to keep; nothing if that fails, for the origin has accepted the write and it must not look as if it had failed. */
    static <V, R extends @Nullable Object> Kept<V> kept(
            Pipeline<?, V> cache,
            StoreKey key,
            int index,
            R written,
            Supplier<Reading.@Nullable Found<V>> base,
            Keep<V, R> keep) {
        try {
            Kept<V> kept = keep.of(index, written, base);
            cache.log.worked(Trouble.MERGE);
            return kept;
        } catch (Throwable broken) {
            cache.log.failed(Trouble.MERGE, key, broken);
            return Kept.nothing();
        }
    }

    /** One write outside of transactions, of one key or of many. */
    private final class Write<R extends @Nullable Object> {

        private final OriginWrite<R, ?> write;
        private final Keep<V, R> keep;
        private final Caller caller;
        private final List<WriteMark> marks;
        private final CompletableFuture<R> result = new CompletableFuture<>();

        Write(List<StoreKey> keys, OriginWrite<R, ?> write, Keep<V, R> keep, Caller caller) {
            this.write = write;
            this.keep = keep;
            this.caller = caller;
            this.marks = cache.marks.of(keys);
        }

        CompletableFuture<R> begin() {
            Futures.then(cache.marks.begin(marks), caller, (begun, failure) -> {
                WriteMark missing = cache.marks.missing(marks);
                if (missing == null) {
                    changeOrigin();
                } else {
                    finish(nothing(), () -> Futures.fail(result, cache.marks.refusal(missing)));
                }
            });
            return result;
        }

        private void changeOrigin() {
            Renewal renewal =
                    Renewal.start(cache.time.scheduler(), cache.options.writeIntent(), () -> cache.marks.renew(marks));
            try {
                caller.call(() -> {
                    R written;
                    try {
                        written = write.run();
                    } catch (Throwable refused) {
                        renewal.stop();
                        finish(nothing(), () -> Futures.fail(result, refused));
                        return;
                    }
                    renewal.stop();
                    finish(kept(written), () -> result.complete(written));
                });
            } catch (RejectedExecutionException saturated) {
                renewal.stop();
                finish(nothing(), () -> Futures.fail(result, cache.saturated(saturated)));
            }
        }

        private List<Kept<V>> nothing() {
            return Collections.nCopies(marks.size(), Kept.nothing());
        }

        private List<Kept<V>> kept(R written) {
            List<Kept<V>> kept = new ArrayList<>();
            for (int i = 0; i < marks.size(); i++) {
                WriteMark mark = marks.get(i);
                kept.add(Writes.kept(cache, mark.key, i, written, () -> cache.marks.base(mark), keep));
            }
            return kept;
        }

        private void finish(List<Kept<V>> kept, Runnable then) {
            Futures.then(cache.marks.finish(marks, kept, caller), caller, (finished, failure) -> then.run());
        }
    }
}
