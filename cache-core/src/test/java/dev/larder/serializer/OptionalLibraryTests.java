// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionalLibraryTests {

    /** Sees Larder and everything else but the optional libraries, as an application without them does. */
    private static final class Bare extends ClassLoader {

        private static final List<String> MISSING =
                List.of("net.jpountz.", "com.github.luben.", "tools.jackson.dataformat.", "org.msgpack.");

        Bare() {
            super(OptionalLibraryTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (MISSING.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.larder.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream code = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (code == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = code.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }

    private final Bare bare = new Bare();

    private Object call(String type, String method, Object... arguments) throws ReflectiveOperationException {
        Class<?>[] types = arguments.length == 0 ? new Class<?>[0] : new Class<?>[] {int.class};
        return bare.loadClass("dev.larder.serializer." + type)
                .getMethod(method, types)
                .invoke(null, arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "Compression, lz4, at.yawk.lz4:lz4-java",
        "Compression, zstd, com.github.luben:zstd-jni",
        "CacheSerializer, messagePack, org.msgpack:msgpack-core",
        "CacheSerializer, smile, tools.jackson.dataformat:jackson-dataformat-smile",
    })
    void whoeverChoosesWhatNeedsAMissingLibraryIsToldWhatToAdd(String type, String method, String coordinates)
            throws ReflectiveOperationException {
        Throwable refused = null;
        try {
            call(type, method);
        } catch (InvocationTargetException thrown) {
            refused = thrown.getCause();
        }

        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "%s.%s() needs the library %s, which is not on the class path or does not run here. Add it"
                                + " to the dependencies of the application, or choose something else.",
                        type, method, coordinates);
    }

    @Test
    void theRestWorksWithoutThem() throws ReflectiveOperationException {
        assertThat(call("CacheSerializer", "json")).hasToString("JSON");
        assertThat(call("Compression", "none")).hasToString("none");
        assertThat(call("Compression", "canRead", 0)).isEqualTo(true);
        assertThat(call("Compression", "canRead", 1)).isEqualTo(false);
        assertThat(call("Compression", "canRead", 2)).isEqualTo(false);
    }
}
