// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    private static final Pattern NEXT_DEFINITION = Pattern.compile("(?m)^(?=local )");
    private static final Pattern DEFINED = Pattern.compile("^local (?:function )?(\\w+(?:,\\s*\\w+)*)");
    private static final Pattern USES_TIME = Pattern.compile("\\b(now|stamp)\\b");
    private static final Pattern USES_STAMP = Pattern.compile("\\bstamp\\b");

    /** What most runs do not come to stands behind this line. */
    private static final Pattern SELDOM = Pattern.compile("(?m)^-- SELDOM\\R");

    private final String shared;
    private final String own;

    RedisScript(String shared, String own) {
        this.shared = shared;
        this.own = own;
    }

    /**
     * The whole text. Of what scripts share it has what this one uses, where it begins to use it, since a server makes all that it comes
     * to anew in each run.
     */
    String text(ScriptTime time) {
        List<String> unused = new ArrayList<>(definitions(code(resource("bytes"))));
        unused.addAll(definitions(code(resource(shared))));
        Collections.reverse(unused);
        String text = SELDOM.splitAsStream(resource(own))
                .map(block -> withDefinitions(code(block), unused))
                .collect(Collectors.joining());
        return code(time.source(
                        USES_TIME.matcher(text).find(), USES_STAMP.matcher(text).find()))
                + text;
    }

    /** Puts what a block uses in front of it, and takes that from what is not used so far. */
    private static String withDefinitions(String block, List<String> unused) {
        String text = block;
        for (Iterator<String> definitions = unused.iterator(); definitions.hasNext(); ) {
            String definition = definitions.next();
            if (isUsed(definition, text)) {
                text = definition + text;
                definitions.remove();
            }
        }
        return text;
    }

    private static String code(String resource) {
        return resource.lines()
                .filter(line -> !line.startsWith("--") && !line.isBlank())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** Each begins with a line that is not indented, and goes on until the next. */
    private static List<String> definitions(String code) {
        return List.of(NEXT_DEFINITION.split(code));
    }

    private static boolean isUsed(String definition, String by) {
        Matcher head = DEFINED.matcher(definition);
        if (!head.find()) {
            throw new IllegalStateException("not a definition: " + definition);
        }
        return Pattern.compile("\\b(" + head.group(1).replaceAll(",\\s*", "|") + ")\\b")
                .matcher(by)
                .find();
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
