// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a clock off the wire. */
final class ClockOutput extends CommandOutput<byte[], byte[], ClockRecord> {

    ClockOutput() {
        super(ByteArrayCodec.INSTANCE, ClockRecord.NONE);
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        if (bytes != null) {
            byte[] record = new byte[bytes.remaining()];
            bytes.get(record);
            output = ClockRecord.decode(record);
        }
    }

    /** What somebody else keeps under the key, a list say, is no clock: as where there is none, the server is told to make one. */
    @Override
    public void setError(ByteBuffer error) {
        if (!RecordOutput.isOfOtherType(error)) {
            super.setError(error);
        }
    }
}
