// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/** The texts of the scripts and the names by which the server knows them. */
final class Scripts {

    private final ScriptTime time;
    private final Map<RedisScript, byte[]> texts = new EnumMap<>(RedisScript.class);
    private final Map<RedisScript, byte[]> digests = new EnumMap<>(RedisScript.class);

    Scripts(ScriptTime time) {
        this.time = time;
        for (RedisScript script : RedisScript.values()) {
            byte[] text = script.text(time).getBytes(UTF_8);
            texts.put(script, text);
            digests.put(script, digest(text));
        }
    }

    /** The arguments of a call by the script's digest, which a server that does not have the script refuses. */
    CommandArgs<byte[], byte[]> byDigest(ScriptCall call) {
        return arguments(digests, call);
    }

    /** The arguments of a call by the script's text, after which the server has it. */
    CommandArgs<byte[], byte[]> byText(ScriptCall call) {
        return arguments(texts, call);
    }

    private CommandArgs<byte[], byte[]> arguments(Map<RedisScript, byte[]> names, ScriptCall call) {
        byte[] name = names.get(call.script());
        if (name == null) {
            throw new IllegalArgumentException("no such script: " + call.script());
        }
        CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE)
                .add(name)
                .add(call.keys().size());
        call.keys().forEach(arguments::addKey);
        call.arguments().forEach(arguments::add);
        time.arguments().forEach(arguments::add);
        return arguments;
    }

    private static byte[] digest(byte[] text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text);
            return HexFormat.of().formatHex(digest).getBytes(US_ASCII);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
