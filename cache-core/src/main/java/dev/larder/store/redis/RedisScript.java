// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scripts that the server runs; each stands in a file of its own, behind what scripts of its kind share. */
enum RedisScript {
    LEASE("record", "lease"),
    FILL("record", "fill"),
    RELEASE("record", "release"),
    RENEW_LEASE("record", "renew-lease"),
    REFRESH("record", "refresh"),
    PUT("record", "put"),
    PUT_IF_ABSENT("record", "put-if-absent"),
    PUT_VERSIONED("record", "put-versioned"),
    EVICT("record", "evict"),
    EXPIRE("record", "expire"),
    BEGIN_WRITE("record", "begin-write"),
    RENEW_WRITE("record", "renew-write"),
    FINISH_WRITE("record", "finish-write"),
    TOUCH("record", "touch"),
    SWEEP("record", "sweep"),
    WEIGH("record", "weigh"),
    CLAIM("claim-record", "claim"),
    RENEW_CLAIM("claim-record", "renew-claim"),
    RELEASE_CLAIM("claim-record", "release-claim"),
    BACK_OFF("claim-record", "back-off"),
    CLOCK("clock-record", "clock"),
    CLEAR("clock-record", "clear");

    private final String shared;
    private final String own;

    RedisScript(String shared, String own) {
        this.shared = shared;
        this.own = own;
    }

    /** The whole text, behind the lines that tell the time. */
    String text(String time) {
        return Stream.of(time, resource("bytes"), resource(shared), resource(own))
                .flatMap(String::lines)
                .filter(line -> !line.startsWith("--") && !line.isBlank())
                .collect(Collectors.joining("\n"));
    }

    static String resource(String name) {
        try (InputStream file = RedisScript.class.getResourceAsStream(name + ".lua")) {
            if (file == null) {
                throw new IllegalStateException("the script '%s' is missing from the jar".formatted(name));
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("the script '%s' cannot be read".formatted(name), broken);
        }
    }
}
