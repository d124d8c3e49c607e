// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import java.util.List;

/** Where scripts get the time from. */
interface ScriptTime {

    /** The server's own clock. */
    ScriptTime SERVER = new ScriptTime() {

        @Override
        public String source(boolean isAsked) {
            return isAsked ? RedisScript.resource("time") : "";
        }

        @Override
        public List<byte[]> arguments() {
            return List.of();
        }
    };

    /** The lines that a script begins with, which asks for the time or does not. */
    String source(boolean isAsked);

    /** What a call passes for them, after its own arguments. */
    List<byte[]> arguments();
}
