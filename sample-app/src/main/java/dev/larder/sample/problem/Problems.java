// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.problem;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.exc.InvalidFormatException;

/** Answers bad requests with problem details (RFC 9457) that say which value was refused and why. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException refused, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = refused.getBody();
        problem.setTitle("Invalid request");
        problem.setDetail(refused.getFieldErrors().stream()
                .map(Problems::sentence)
                .sorted()
                .collect(Collectors.joining("; ")));
        return handleExceptionInternal(refused, problem, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException refused, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = refused.getBody();
        problem.setTitle("Invalid request");
        problem.setDetail(refused.getParameterValidationResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error -> result.getMethodParameter().getParameterName() + " " + error.getDefaultMessage()))
                .sorted()
                .collect(Collectors.joining("; ")));
        return handleExceptionInternal(refused, problem, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException refused, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail(refused));
        problem.setTitle("Unreadable request");
        return handleExceptionInternal(refused, problem, headers, status, request);
    }

    private static String sentence(FieldError error) {
        return error.getField() + " " + error.getDefaultMessage();
    }

    private static String detail(HttpMessageNotReadableException refused) {
        if (refused.getCause() instanceof InvalidFormatException format
                && format.getTargetType().isEnum()) {
            return "%s is none of %s".formatted(format.getValue(), names(format.getTargetType()));
        }
        return "The body is not the JSON that is expected here";
    }

    private static String names(Class<?> type) {
        return Arrays.toString(type.getEnumConstants());
    }
}
