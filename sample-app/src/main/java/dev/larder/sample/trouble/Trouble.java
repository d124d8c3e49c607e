// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.trouble;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * What is wrong with the database.
 *
 * @param delay how long it keeps each caller waiting for a connection
 * @param failing whether there is none in the end
 */
record Trouble(
        @NotNull @DurationMin @DurationMax(minutes = 5) Duration delay, boolean failing) {

    static final Trouble NONE = new Trouble(Duration.ZERO, false);
}
