// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.cache.interceptor.SimpleKey;

/** Lets a native image read what {@link SpringKeys} reads. */
final class SpringKeysRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.reflection().registerType(TypeReference.of(SimpleKey.class), hint -> hint.withField("params"));
    }
}
