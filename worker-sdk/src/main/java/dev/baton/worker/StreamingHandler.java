package dev.baton.worker;

/**
 * Answers requests of one method with a stream of replies.
 *
 * <pre>{@code
 * builder.handleStream("shop.Prices/Watch", WatchPrice.parser(), (context, request, replies) -> {
 *     for (Price price : history.of(request.getArticle())) {
 *         replies.send(price); // waits while the caller is slow
 *     }
 * });
 * }</pre>
 *
 * <p>The stream ends when the handler returns. It takes one of the worker's slots until then, also while it waits for its caller: streams that
 * stay open for long belong to workers and a pool of their own, or need a capacity that leaves room for the rest.
 *
 * @param <Q> what comes
 * @param <R> what is answered
 */
@FunctionalInterface
public interface StreamingHandler<Q, R> {
    /**
     * Answers one request.
     *
     * @param replies takes the replies, from any thread until this returns
     * @throws Exception becomes the status that the stream ends with, as with {@link RequestHandler#handle}; what was sent before has been sent
     */
    void handle(RequestContext context, Q request, ReplySink<R> replies) throws Exception;
}
