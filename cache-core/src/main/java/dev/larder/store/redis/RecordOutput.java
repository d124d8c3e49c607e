// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.larder.store.Lookup;
import dev.larder.store.RecordFormat;
import dev.larder.store.StoredRecord;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a record off the wire: its payload is copied once, and not decoded. */
final class RecordOutput extends CommandOutput<byte[], byte[], StoredRecord> {

    private static final String OTHER_TYPE = "WRONGTYPE";

    /** A list or a hash, say, which somebody else keeps under the key. */
    private static final StoredRecord OF_OTHER_TYPE =
            new StoredRecord.Unusable(new Lookup.Unusable(Lookup.Reason.UNKNOWN_FORMAT, null));

    RecordOutput() {
        super(ByteArrayCodec.INSTANCE, StoredRecord.Nothing.NOTHING);
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        output = RecordFormat.decode(bytes);
    }

    /** One key that holds something else is no failure of the store, which would be asked nothing more after a few of them. */
    @Override
    public void setError(ByteBuffer error) {
        if (isOfOtherType(error)) {
            output = OF_OTHER_TYPE;
        } else {
            super.setError(error);
        }
    }

    /** Whether a server says that a key holds something else than a string. */
    static boolean isOfOtherType(ByteBuffer error) {
        return US_ASCII.decode(error.duplicate()).toString().startsWith(OTHER_TYPE);
    }
}
