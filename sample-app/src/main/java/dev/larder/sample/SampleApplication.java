// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;

/** Starts the sample app. */
@SpringBootApplication
@EnableCaching
@SuppressWarnings("PrivateConstructorForUtilityClass") // Spring makes an instance.
public class SampleApplication {

    /**
     * Starts it.
     *
     * @param arguments properties, such as {@code --server.port=9090}
     */
    public static void main(String[] arguments) {
        SpringApplication.run(SampleApplication.class, arguments);
    }
}
