// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Words the failures of a serializer without any part of the value, which Jackson's own messages quote. */
final class Failures {

    private static final int MOST_STEPS_SHOWN = 12;
    private static final int MOST_CAUSES_KEPT = 8;

    private final String format;
    private final JavaType type;

    Failures(String format, JavaType type) {
        this.format = format;
        this.type = type;
    }

    CacheSerializationException writing(Throwable failure) {
        return new CacheSerializationException(
                "Cannot write a value of type " + type.toCanonical() + " as " + format
                        + (failure instanceof JacksonException e ? where(e) : "") + ": " + whyNotWritten(failure) + ".",
                causeToShow(failure));
    }

    private static String whyNotWritten(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal.getOriginalMessage();
        }
        if (exceedsLimits(failure)) {
            return "it is nested too deeply or holds itself; keep ids instead of references that lead back";
        }
        if (failure instanceof InvalidDefinitionException definition) {
            // Found in the type while there was no value yet, so it can be shown.
            return definition.getOriginalMessage();
        }
        if (failure instanceof StreamWriteException) {
            return "it holds what the format has no place for, such as a text with half of a surrogate pair";
        }
        return failure.getClass().getSimpleName()
                + " in Jackson or in a method of the value, see the cause; make the type"
                + " one that Jackson can write, for example a record, or give the serializer a JsonMapper with a module"
                + " for it";
    }

    CacheSerializationException reading(int length, Throwable failure) {
        return new CacheSerializationException(
                "Cannot read " + length + " bytes as " + format + " of type " + type.toCanonical()
                        + (failure instanceof JacksonException e ? at(e) + where(e) : "") + ": "
                        + whyNotRead(failure)
                        + ". Treat the record as missing.",
                causeToShow(failure));
    }

    CacheSerializationException readingNothing(int length) {
        return new CacheSerializationException(
                "Cannot read " + length + " bytes as " + format + " of type " + type.toCanonical()
                        + ": they hold no value. Treat the record as missing.",
                null);
    }

    private static String whyNotRead(Throwable failure) {
        if (exceedsLimits(failure)) {
            return "they exceed a limit on nesting or on the length of a number or text";
        }
        if (foreignCauseOf(failure) != null) {
            return "making one of their parts failed, see the cause";
        }
        if (failure instanceof UnrecognizedPropertyException) {
            return "they have a property that the type has not";
        }
        if (failure instanceof MalformedBytesException malformed) {
            return malformed.getOriginalMessage();
        }
        if (failure instanceof StreamReadException) {
            return "they are not well-formed or hold a number out of range";
        }
        return "they hold something else";
    }

    private static String at(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getByteOffset() < 0 ? "" : " at byte " + location.getByteOffset();
    }

    private static boolean exceedsLimits(Throwable failure) {
        return failure instanceof StreamConstraintsException
                || failure.getCause() instanceof StreamConstraintsException
                || foreignCauseOf(failure) instanceof StackOverflowError;
    }

    /** The way to the failure by names of properties; keys of maps belong to the value and are left out. */
    private static String where(JacksonException e) {
        List<JacksonException.Reference> steps = e.getPath();
        int shown = Math.min(steps.size(), MOST_STEPS_SHOWN);
        if (e instanceof UnrecognizedPropertyException && shown == steps.size()) {
            // The last step is the name that the bytes hold and the type does not know.
            shown--;
        }
        String path = steps.subList(0, Math.max(shown, 0)).stream()
                .map(Failures::stepOf)
                .collect(Collectors.joining("", "", steps.size() > MOST_STEPS_SHOWN ? "…" : ""));
        return path.isEmpty() ? "" : " (at " + path + ")";
    }

    private static String stepOf(JacksonException.Reference step) {
        Object from = step.from();
        Class<?> owner = from instanceof Class<?> type ? type : from == null ? Map.class : from.getClass();
        boolean ofBean = step.getPropertyName() != null && !Map.class.isAssignableFrom(owner);
        return ofBean ? "." + step.getPropertyName() : "[]";
    }

    /** Returns what a method of the value, of a module or of the JDK threw, or null if Jackson itself refused. */
    private static @Nullable Throwable foreignCauseOf(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof JacksonException) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static @Nullable Throwable causeToShow(Throwable failure) {
        Throwable cause = foreignCauseOf(failure);
        return cause == null || cause instanceof StackOverflowError ? null : withoutMessages(cause, MOST_CAUSES_KEPT);
    }

    /** Keeps classes and stack traces of a chain of causes, for the messages may quote the value. */
    private static Throwable withoutMessages(Throwable failure, int causes) {
        Throwable cause = failure.getCause();
        Throwable kept =
                new MessageLeftOut(failure, cause == null || causes == 0 ? null : withoutMessages(cause, causes - 1));
        kept.setStackTrace(failure.getStackTrace());
        return kept;
    }

    private static final class MessageLeftOut extends Exception {

        private static final long serialVersionUID = 1L;

        MessageLeftOut(Throwable original, @Nullable Throwable cause) {
            super(original.getClass().getName(), cause);
        }

        /** Leaves the stack trace to be set. */
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
