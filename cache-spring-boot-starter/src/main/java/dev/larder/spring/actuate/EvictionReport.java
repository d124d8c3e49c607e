// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.larder.Eviction;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * What became of an eviction.
 *
 * @param caches the caches it was for
 * @param message what to know of it, if it is not as one would wish
 */
@JsonPropertyOrder(alphabetic = false)
record EvictionReport(
        Eviction outcome, List<String> caches, @Nullable String message) implements OperationResponseBody {

    private static final String UNACKNOWLEDGED =
            "the store did not confirm in time; until it has, what was cached may be served, up to its time to live. Try again";

    static WebEndpointResponse<OperationResponseBody> response(Eviction outcome, List<String> caches) {
        return outcome.isAcknowledged()
                ? new WebEndpointResponse<>(new EvictionReport(outcome, caches, null))
                : new WebEndpointResponse<>(
                        new EvictionReport(outcome, caches, UNACKNOWLEDGED),
                        WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
    }
}
