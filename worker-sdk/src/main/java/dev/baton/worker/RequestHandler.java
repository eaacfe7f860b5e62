package dev.baton.worker;

import dev.baton.wire.Payload;

/**
 * Answers requests of one method, bytes to bytes. Called by up to {@code capacity} threads at once; it may block.
 *
 * <pre>{@code
 * builder.handle("demo.Text/Upper", (context, request) -> Payload.utf8(request.toUtf8().toUpperCase(Locale.ROOT)));
 * }</pre>
 */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Answers one request.
     *
     * @return the reply's payload
     * @throws Exception becomes the reply's status: {@link StatusException} chooses it, {@link IllegalArgumentException} means
     *     INVALID_ARGUMENT, anything else UNKNOWN
     */
    Payload handle(RequestContext context, Payload payload) throws Exception;
}
