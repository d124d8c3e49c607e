// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTests {

    private static final List<String> NAMES = List.of("feed", "messages", "onlineStatus", "typing");

    @ParameterizedTest
    @CsvSource({
        "fed,feed",
        "feeed,feed",
        "FEED,feed",
        "mesages,messages",
        "message,messages",
        "online-status,onlineStatus",
        "typng,typing",
        "profiles,",
        "x,"
    })
    void isWhatSomebodyMayHaveMeant(String written, String meant) {
        assertThat(NearestName.of(written, NAMES).orElse(null)).isEqualTo(meant);
    }
}
