// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import java.util.List;

/** Where scripts get the time from. */
interface ScriptTime {

    /** The server's own clock. */
    ScriptTime SERVER = new ScriptTime() {

        @Override
        public String source(boolean isAsked, boolean isStamped) {
            return (isAsked ? RedisScript.resource("time") : "") + (isStamped ? RedisScript.resource("stamp") : "");
        }

        @Override
        public List<byte[]> arguments() {
            return List.of();
        }
    };

    /**
     * The lines that a script begins with.
     *
     * @param isAsked whether it asks for the time
     * @param isStamped whether it marks something with it
     */
    String source(boolean isAsked, boolean isStamped);

    /** What a call passes for them, after its own arguments. */
    List<byte[]> arguments();
}
