// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** Answers with a problem of status 404. */
class UnknownConversationException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    UnknownConversationException(long conversation) {
        super(HttpStatus.NOT_FOUND);
        setTitle("Unknown conversation");
        setDetail("There is no conversation " + conversation);
    }
}
