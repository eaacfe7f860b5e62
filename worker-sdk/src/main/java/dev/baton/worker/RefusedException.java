package dev.baton.worker;

import dev.baton.wire.StatusCode;

/** The request was refused where its handler would have begun: it has not run. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StatusCode code;

    RefusedException(StatusCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    StatusCode code() {
        return code;
    }
}
