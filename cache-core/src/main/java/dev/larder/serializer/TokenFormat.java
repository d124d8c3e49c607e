// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/** A way to put the tokens into bytes that Jackson makes of a value: which tokens they are is the same for all. */
interface TokenFormat {

    /** The number of the serializer, which stands in records and never changes its meaning. */
    int id();

    /** The name as it stands in messages. */
    String title();

    /** Binds the format to one declared type, by a mapper of that type's own. */
    Bound bind(JsonMapper mapper, JavaType type);

    /** A format for values of one declared type. What goes wrong is whatever it is, and worded by {@link Failures}. */
    interface Bound {

        byte[] write(Object value);

        /** Reads exactly these bytes; null if they hold no value. */
        @Nullable
        Object read(byte[] bytes, int offset, int length);
    }
}
