// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A library that only those need who choose what it does. */
enum OptionalLibrary {
    SMILE("tools.jackson.dataformat:jackson-dataformat-smile", "tools.jackson.dataformat.smile.SmileFactory"),
    MESSAGE_PACK("org.msgpack:msgpack-core", "org.msgpack.core.MessagePack"),
    LZ4("at.yawk.lz4:lz4-java", "net.jpountz.lz4.LZ4Factory"),
    ZSTD("com.github.luben:zstd-jni", "com.github.luben.zstd.Zstd");

    private static final Map<OptionalLibrary, Boolean> PRESENT = new ConcurrentHashMap<>();

    private final String coordinates;
    private final String telling;

    OptionalLibrary(String coordinates, String telling) {
        this.coordinates = coordinates;
        this.telling = telling;
    }

    /** Says whether the library can be used: it is on the class path, and its native code, if it has any, runs here. */
    boolean isPresent() {
        return PRESENT.computeIfAbsent(this, OptionalLibrary::look);
    }

    private boolean look() {
        try {
            Class.forName(telling, true, OptionalLibrary.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError missing) {
            return false;
        }
    }

    /**
     * Refuses to go on without the library.
     *
     * @param wanted what needs it
     * @throws IllegalStateException if it cannot be used
     */
    void require(String wanted) {
        if (!isPresent()) {
            throw new IllegalStateException(wanted + " needs the library " + coordinates
                    + ", which is not on the class path or does not run here. Add it to the dependencies of the"
                    + " application, or choose something else.");
        }
    }
}
