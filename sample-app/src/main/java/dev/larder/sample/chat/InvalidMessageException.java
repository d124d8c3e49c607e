// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** Answers with a problem of status 400. */
class InvalidMessageException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    InvalidMessageException(String detail) {
        super(HttpStatus.BAD_REQUEST);
        setTitle("Invalid message");
        setDetail(detail);
    }
}
