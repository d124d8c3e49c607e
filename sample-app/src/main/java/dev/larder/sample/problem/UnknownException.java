// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.problem;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** Answers with a problem of status 404. */
public class UnknownException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the answer.
     *
     * @param what what is unknown, such as {@code user}
     * @param id which one was asked for
     */
    public UnknownException(String what, Object id) {
        super(HttpStatus.NOT_FOUND);
        setTitle("Unknown " + what);
        setDetail("There is no %s %s".formatted(what, id));
    }
}
