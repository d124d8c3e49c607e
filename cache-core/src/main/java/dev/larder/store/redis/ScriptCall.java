// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import java.util.List;

/**
 * One run of a script.
 *
 * @param script which
 * @param keys its keys, which a cluster keeps in one place
 * @param arguments its arguments
 */
record ScriptCall(RedisScript script, List<byte[]> keys, List<byte[]> arguments) {

    static ScriptCall of(RedisScript script, byte[] key, byte[]... arguments) {
        return new ScriptCall(script, List.of(key), List.of(arguments));
    }

    /** A call that is also about the claim beside its key. */
    static ScriptCall withClaim(RedisScript script, String key, byte[]... arguments) {
        return new ScriptCall(script, List.of(Bytes.key(key), Bytes.claimKey(key)), List.of(arguments));
    }

    /** The call without the claim, which scripts can do without. */
    ScriptCall withoutClaim() {
        return new ScriptCall(script, keys.subList(0, 1), arguments);
    }
}
