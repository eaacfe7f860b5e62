package dev.baton.worker;

import com.google.protobuf.MessageLite;
import java.util.concurrent.CompletionStage;

/**
 * Answers requests of one method later, message to message. The request keeps its slot until the stage completes.
 *
 * <pre>{@code
 * builder.handleAsync(PricesBaton.GET, (context, request) -> database.find(request.getArticle()).thenApply(Prices::toMessage));
 * }</pre>
 *
 * @param <Q> what comes
 * @param <R> what is answered
 */
@FunctionalInterface
public interface AsyncTypedRequestHandler<Q, R extends MessageLite> {
    /**
     * Begins to answer one request.
     *
     * @throws Exception as with {@link RequestHandler#handle}
     */
    CompletionStage<R> handle(RequestContext context, Q request) throws Exception;
}
