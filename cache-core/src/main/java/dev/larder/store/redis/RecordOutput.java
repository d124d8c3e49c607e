// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.store.RecordFormat;
import dev.larder.store.StoredRecord;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a record off the wire: its payload is copied once, and not decoded. */
final class RecordOutput extends CommandOutput<byte[], byte[], StoredRecord> {

    RecordOutput() {
        super(ByteArrayCodec.INSTANCE, StoredRecord.Nothing.NOTHING);
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        output = RecordFormat.decode(bytes);
    }
}
