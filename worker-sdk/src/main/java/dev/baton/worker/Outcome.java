package dev.baton.worker;

import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended.
 *
 * @param message for people; bounded
 * @param executed whether a handler saw it
 */
record Outcome(StatusCode status, String message, Payload payload, Executed executed) {
    static final int MAX_MESSAGE_CHARS = 1024;

    Outcome {
        message = shorten(message);
    }

    static Outcome returned(Payload payload) {
        return new Outcome(StatusCode.OK, "", payload, Executed.YES);
    }

    /** No handler saw it. */
    static Outcome refused(StatusCode status, String message) {
        return new Outcome(status, message, Payload.empty(), Executed.NO);
    }

    /** A handler saw it, but there is no result. */
    static Outcome failed(StatusCode status, String message) {
        return new Outcome(status, message, Payload.empty(), Executed.YES);
    }

    /** What a handler threw, as a status. The stack trace stays here. */
    static Outcome threw(Throwable thrown) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof StatusException chosen) {
            return failed(chosen.code(), text(chosen.getMessage()));
        }
        if (cause instanceof RefusedException refused) {
            return refused(refused.code(), text(refused.getMessage()));
        }
        if (cause instanceof IllegalArgumentException) {
            return failed(StatusCode.INVALID_ARGUMENT, text(cause.getMessage()));
        }
        String message = text(cause.getMessage());
        String type = cause.getClass().getName();
        return failed(StatusCode.UNKNOWN, message.isEmpty() ? type : type + ": " + message);
    }

    /** Whether a handler threw this on purpose, so that it is no news to the one who runs the worker. */
    static boolean isDeliberate(Throwable thrown) {
        Throwable cause = unwrap(thrown);
        return cause instanceof StatusException
                || cause instanceof RefusedException
                || cause instanceof IllegalArgumentException;
    }

    /** Whether a handler throws this because it was told to stop. */
    static boolean isStop(Throwable thrown) {
        Throwable cause = unwrap(thrown);
        return cause instanceof InterruptedException || cause instanceof CancellationException;
    }

    private static Throwable unwrap(Throwable thrown) {
        boolean wrapper = thrown instanceof CompletionException || thrown instanceof ExecutionException;
        Throwable cause = thrown.getCause();
        return wrapper && cause != null ? cause : thrown;
    }

    private static String text(@Nullable String message) {
        return message == null ? "" : message;
    }

    private static String shorten(String message) {
        if (message.length() <= MAX_MESSAGE_CHARS) {
            return message;
        }
        boolean splitsPair = Character.isHighSurrogate(message.charAt(MAX_MESSAGE_CHARS - 2));
        return message.substring(0, MAX_MESSAGE_CHARS - (splitsPair ? 2 : 1)) + "…";
    }
}
