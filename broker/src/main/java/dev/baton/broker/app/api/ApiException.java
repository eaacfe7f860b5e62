package dev.baton.broker.app.api;

/** An answer that is an error: a status and a sentence that says what to do. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;

    private ApiException(int status, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
    }

    static ApiException badRequest(String detail) {
        return new ApiException(400, "Bad request", detail);
    }

    static ApiException unauthorized(String detail) {
        return new ApiException(401, "Unauthorized", detail);
    }

    static ApiException forbidden(String detail) {
        return new ApiException(403, "Forbidden", detail);
    }

    static ApiException notFound(String detail) {
        return new ApiException(404, "Not found", detail);
    }

    static ApiException methodNotAllowed(String detail) {
        return new ApiException(405, "Method not allowed", detail);
    }

    static ApiException conflict(String detail) {
        return new ApiException(409, "Not possible now", detail);
    }

    static ApiException unavailable(String detail) {
        return new ApiException(503, "Not available", detail);
    }

    static ApiException internal(String detail) {
        return new ApiException(500, "Internal error", detail);
    }

    int status() {
        return status;
    }

    /** As RFC 9457 wants it. */
    Views.Problem problem() {
        return new Views.Problem("about:blank", title, status, String.valueOf(getMessage()));
    }
}
