// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.cache.interceptor.SimpleKey;

class SpringKeysRuntimeHintsTests {

    @Test
    void aNativeImageMayReadTheArgumentsOfASimpleKey() throws ClassNotFoundException {
        RuntimeHints hints = new RuntimeHints();
        new SpringKeysRuntimeHints().registerHints(hints, getClass().getClassLoader());

        assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(SimpleKey.class.getName(), "params"))
                .accepts(hints);
    }
}
