// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Why nothing was done, and what to do. Boot's own answer to a bad request leaves the message out unless told otherwise. */
record Refusal(String message) implements OperationResponseBody {

    static WebEndpointResponse<OperationResponseBody> badRequest(String message) {
        return new WebEndpointResponse<>(new Refusal(message), WebEndpointResponse.STATUS_BAD_REQUEST);
    }

    static WebEndpointResponse<OperationResponseBody> notFound(String message) {
        return new WebEndpointResponse<>(new Refusal(message), WebEndpointResponse.STATUS_NOT_FOUND);
    }
}
