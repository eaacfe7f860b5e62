package dev.baton.worker;

import com.google.protobuf.MessageLite;

/**
 * Answers requests of one method, message to message.
 *
 * <pre>{@code
 * builder.handle(PricesBaton.GET, (context, request) -> prices.of(request.getArticle()));
 * }</pre>
 *
 * @param <Q> what comes
 * @param <R> what is answered
 */
@FunctionalInterface
public interface TypedRequestHandler<Q, R extends MessageLite> {
    /**
     * Answers one request.
     *
     * @throws Exception as with {@link RequestHandler#handle}
     */
    R handle(RequestContext context, Q request) throws Exception;
}
