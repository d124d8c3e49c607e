// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.larder.time.TimeSources;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of a test in the place of a server's: each call of a script brings it along, with a stamp that no other call has. A
 * millisecond of the test is a second in which the server keeps a key, so that the real time that a test takes does not matter.
 */
final class TestClock implements ScriptTime {

    static final long SCALE = 1_000;

    private static final String SOURCE = """
            local now = tonumber(table.remove(ARGV, #ARGV - 1))
            local stamp = table.remove(ARGV)
            local server = redis
            local function scaled(call)
              return function(command, ...)
                local given = {...}
                if command == 'SET' and given[3] == 'PX' then given[4] = given[4] * 1000 end
                if command == 'PEXPIRE' then given[2] = given[2] * 1000 end
                local reply = call(command, unpack(given))
                if command == 'PTTL' and reply > 0 then return math.ceil(reply / 1000) end
                return reply
              end
            end
            local redis = { call = scaled(server.call), pcall = scaled(server.pcall) }
            """;

    private final TimeSources time;
    private final AtomicLong stamps = new AtomicLong();

    TestClock(TimeSources time) {
        this.time = time;
    }

    @Override
    public String source(boolean isAsked, boolean isStamped) {
        return SOURCE;
    }

    @Override
    public List<byte[]> arguments() {
        byte[] now = Long.toString(time.dates().millis()).getBytes(US_ASCII);
        byte[] stamp = ByteBuffer.allocate(Long.BYTES)
                .putLong(stamps.incrementAndGet())
                .array();
        return List.of(now, stamp);
    }
}
