// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.store.RecordFormat;
import dev.larder.store.StoredRecord;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads many records off the wire, in the order in which they were asked for. */
final class RecordsOutput extends CommandOutput<byte[], byte[], List<StoredRecord>> {

    RecordsOutput(int count) {
        super(ByteArrayCodec.INSTANCE, new ArrayList<>(count));
    }

    /** A reply begins; one that broke off, of a command that a client then sent again, is forgotten. */
    @Override
    public void multi(int count) {
        output.clear();
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        output.add(RecordFormat.decode(bytes));
    }
}
