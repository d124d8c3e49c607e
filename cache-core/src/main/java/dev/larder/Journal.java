// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The removals that a store has yet to confirm. What they are about is not to be read from it: one entry a key, and entries for whole caches
 * and namespaces. With too many keys, all of the namespace that has most of them become one clear of it.
 */
final class Journal {

    /*
     * Readers take no lock. They look for the key first, then for its cache, then for its namespace; an overflow adds the wide entry
     * before it drops the narrow ones. So no reader finds none of them in between.
     *
     * Entries are numbered. A removal that is confirmed settles what was noted before it was sent, and nothing that was noted since.
     */

    /**
     * A removal that is not confirmed.
     *
     * @param number grows with each entry that is made
     * @param notBefore the tick before which nothing is gained by its confirmation, because a value may still arrive
     */
    record Entry(Removal removal, long number, long notBefore) {

        private boolean isDue(long tick) {
            return tick - notBefore >= 0;
        }
    }

    private final int maximumKeys;
    private final ConcurrentMap<String, Entry> keys = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Entry> caches = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Entry> namespaces = new ConcurrentHashMap<>();
    private final Map<String, Integer> keysByNamespace = new HashMap<>(); // guarded by this
    private volatile int size; // written under this
    private volatile long latest; // written under this

    Journal(int maximumKeys) {
        this.maximumKeys = maximumKeys;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** The number of the entry that was made last. */
    long latest() {
        return latest;
    }

    /** Whether what the store holds under a key is no older than this node knows. */
    boolean trusts(String namespace, String cache, String key) {
        return size == 0 || !(keys.containsKey(key) || caches.containsKey(cache) || namespaces.containsKey(namespace));
    }

    /** Notes a removal; returns the namespace that is to be cleared since there was no room for it, if any. */
    synchronized @Nullable String add(Removal removal, long notBefore) {
        latest++;
        Entry entry = new Entry(removal, latest, notBefore);
        String overflowed = null;
        if (removal instanceof Removal.OfKey ofKey) {
            String text = ofKey.key().text();
            if (keys.size() >= maximumKeys && !keys.containsKey(text)) {
                overflowed = overflow(entry);
            }
            // The namespace that had most keys may be another one than this key's.
            if (!ofKey.namespace().equals(overflowed)) {
                Entry old = keys.put(text, withMarkOf(keys.get(text), entry, ofKey));
                if (old == null) {
                    keysByNamespace.merge(ofKey.namespace(), 1, Integer::sum);
                }
            }
        } else if (removal instanceof Removal.OfCache ofCache) {
            caches.merge(ofCache.cache().spec.cache(), entry, Journal::renewed);
        } else {
            namespaces.merge(removal.namespace(), entry, Journal::renewed);
        }
        resized();
        return overflowed;
    }

    /** An eviction in place of a write's end must not forget the writer's mark; only one is remembered, others lapse by themselves. */
    private static Entry withMarkOf(@Nullable Entry old, Entry entry, Removal.OfKey removal) {
        if (old == null) {
            return entry;
        }
        return renewed(
                old, removal.finish() == null ? new Entry(old.removal(), entry.number(), entry.notBefore()) : entry);
    }

    /** An entry in the place of an older one: what may still arrive was sent before either. */
    private static Entry renewed(Entry old, Entry entry) {
        return new Entry(entry.removal(), entry.number(), later(old.notBefore(), entry.notBefore()));
    }

    private static long later(long one, long other) {
        return one - other >= 0 ? one : other;
    }

    private String overflow(Entry entry) {
        String fullest = keysByNamespace.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
        long notBefore = keys.values().stream()
                .filter(narrow -> narrow.removal().namespace().equals(fullest))
                .mapToLong(Entry::notBefore)
                .reduce(entry.notBefore(), Journal::later);
        namespaces.merge(
                fullest, new Entry(new Removal.OfNamespace(fullest), entry.number(), notBefore), Journal::renewed);
        keys.values().removeIf(narrow -> narrow.removal().namespace().equals(fullest));
        keysByNamespace.remove(fullest);
        return fullest;
    }

    /** The store confirmed a removal that was sent when the given entry was the latest. */
    synchronized void confirmed(Removal removal, long upTo, long tick) {
        Entry entry = entryOf(removal);
        // An eviction ends no writer's mark.
        boolean leavesAMark = entry != null
                && entry.removal() instanceof Removal.OfKey noted
                && noted.finish() != null
                && removal instanceof Removal.OfKey confirmed
                && confirmed.finish() == null;
        if (entry != null && entry.number() <= upTo && entry.isDue(tick) && !leavesAMark) {
            drop(entry);
        }
    }

    /** The store confirmed these very entries. */
    synchronized void confirmed(Collection<Entry> entries) {
        entries.forEach(entry -> {
            Entry now = entryOf(entry.removal());
            if (now != null && now.number() == entry.number()) {
                drop(entry);
            }
        });
    }

    /** What may be sent again now. */
    List<Entry> due(long tick) {
        List<Entry> due = new ArrayList<>();
        List.of(namespaces, caches, keys)
                .forEach(entries -> entries.values().stream()
                        .filter(entry -> entry.isDue(tick))
                        .forEach(due::add));
        return due;
    }

    private @Nullable Entry entryOf(Removal removal) {
        if (removal instanceof Removal.OfKey ofKey) {
            return keys.get(ofKey.key().text());
        } else if (removal instanceof Removal.OfCache ofCache) {
            return caches.get(ofCache.cache().spec.cache());
        }
        return namespaces.get(removal.namespace());
    }

    private void drop(Entry entry) {
        if (entry.removal() instanceof Removal.OfKey ofKey) {
            keys.remove(ofKey.key().text());
            keysByNamespace.computeIfPresent(ofKey.namespace(), (namespace, count) -> count == 1 ? null : count - 1);
        } else if (entry.removal() instanceof Removal.OfCache ofCache) {
            caches.remove(ofCache.cache().spec.cache());
        } else {
            namespaces.remove(entry.removal().namespace());
        }
        resized();
    }

    private void resized() {
        size = keys.size() + caches.size() + namespaces.size();
    }
}
