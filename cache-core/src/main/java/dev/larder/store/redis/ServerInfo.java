// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what a server says of itself. */
final class ServerInfo {

    private static final List<String> FIELDS = List.of("redis_version", "valkey_version", "redis_mode");

    private ServerInfo() {}

    /** What an operator wants to know of it. */
    static Map<String, Object> details(String info, boolean isCluster) {
        Map<String, Object> details = new HashMap<>();
        details.put("store", isCluster ? "redis cluster" : "redis");
        info.lines()
                .map(line -> line.split(":", 2))
                .filter(field -> field.length == 2 && FIELDS.contains(field[0]))
                .forEach(field -> details.put(field[0], field[1]));
        return details;
    }
}
