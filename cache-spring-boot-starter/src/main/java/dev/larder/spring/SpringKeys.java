// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;

/** Turns the keys that Spring makes into keys whose text Larder can write. */
final class SpringKeys {

    /*
     * Spring's own key of several arguments, or of none, does not tell what it holds, and its toString is the same for different keys. So
     * its arguments are read from its field. A key generator of our own would not do: a user may make a SimpleKey to evict with.
     */
    private static final VarHandle PARAMS = params();

    /** What a single argument may be that has no key of its own; a list that holds {@code null} is another argument. */
    private enum Argument {
        NULL
    }

    private SpringKeys() {}

    static Object toKey(Object key) {
        if (!(key instanceof SimpleKey)) {
            return key;
        }
        @Nullable Object[] params = (Object[]) PARAMS.get(key);
        if (params.length == 1 && params[0] == null) {
            return Argument.NULL;
        }
        return Collections.unmodifiableList(Arrays.asList(params));
    }

    private static VarHandle params() {
        try {
            return MethodHandles.privateLookupIn(SimpleKey.class, MethodHandles.lookup())
                    .findVarHandle(SimpleKey.class, "params", Object[].class);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this version of Spring has another SimpleKey than Larder knows", changed);
        }
    }
}
