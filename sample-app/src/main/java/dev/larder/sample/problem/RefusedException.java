// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.problem;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** Answers with a problem that tells which rule of the domain was about to be broken. */
public class RefusedException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the answer.
     *
     * @param status its status
     * @param title the rule in short
     * @param detail what would have broken it
     */
    public RefusedException(HttpStatus status, String title, String detail) {
        super(status);
        setTitle(title);
        setDetail(detail);
    }
}
