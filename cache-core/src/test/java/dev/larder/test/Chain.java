// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import org.jspecify.annotations.Nullable;

/**
 * Values of an origin to which each change appends something, as to the messages of a chat. A value tells its key, how many changes it
 * is of, and a digest of them all in their order, so that one which was made of anything but its predecessor is no value of the origin.
 */
public final class Chain {

    private Chain() {}

    /**
     * Says what a change makes of a value, in the origin as in a merge.
     *
     * @param key the key, without {@code #}
     * @param value the value before; {@code null} if there is none
     * @param change what no other change is
     * @return the value after it
     */
    public static String grown(String key, @Nullable String value, long change) {
        String[] parts = value == null ? new String[] {key, "0", "0"} : value.split("#");
        long digest = (Long.parseLong(parts[2], 36) ^ change) * 0x9E3779B97F4A7C15L >>> 1;
        return "%s#%d#%s".formatted(key, Long.parseLong(parts[1]) + 1, Long.toString(digest, 36));
    }
}
