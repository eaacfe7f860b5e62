package dev.baton.worker;

import dev.baton.wire.StatusCode;
import java.util.Objects;

/**
 * Thrown by a handler that wants to choose the reply's status.
 *
 * <pre>{@code
 * throw new StatusException(StatusCode.NOT_FOUND, "no price for " + article + "; is it spelled as in the catalogue?");
 * }</pre>
 */
public final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StatusCode code;

    /**
     * A status and a message for people.
     *
     * @param code not {@link StatusCode#OK}
     * @param message what is wrong and what to do; travels to the caller
     */
    public StatusException(StatusCode code, String message) {
        this(code, message, null);
    }

    /**
     * The same with a cause, which stays here.
     *
     * @param cause for this process's own log
     */
    public StatusException(StatusCode code, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
        if (code == StatusCode.OK) {
            throw new IllegalArgumentException("code: OK (expected: a code that says what went wrong)");
        }
    }

    /** The status. */
    public StatusCode code() {
        return code;
    }
}
