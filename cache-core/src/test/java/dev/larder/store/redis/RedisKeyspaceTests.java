// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedisKeyspaceTests {

    @Test
    void whatKeysBeginWithMeansItself() {
        assertThat(RedisKeyspace.pattern("shop:v1:prices:")).isEqualTo("shop:v1:prices:*");
        assertThat(RedisKeyspace.pattern("a*b?c[d]e\\f:")).isEqualTo("a\\*b\\?c\\[d\\]e\\\\f:*");
    }
}
