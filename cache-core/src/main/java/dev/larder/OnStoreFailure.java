// SPDX-License-Identifier: Apache-2.0
package dev.larder;

/** What becomes of a write when the store does not acknowledge its mark, so that nothing keeps loads of the old value out. */
public enum OnStoreFailure {
    /** The origin is changed all the same; the key is evicted as soon as the store answers, and this node does not read it before. */
    DEGRADE,
    /** The origin is left alone, and the caller gets a {@link CacheStoreUnavailableException}. */
    FAIL
}
