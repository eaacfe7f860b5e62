package dev.baton.worker;

import dev.baton.wire.Payload;
import java.util.concurrent.CompletionStage;

/**
 * Answers requests of one method later, bytes to bytes. The request keeps its slot until the stage completes; the thread is free at once.
 *
 * <pre>{@code
 * builder.handleAsync("demo.Files/Get", (context, name) -> store.fetch(name.toUtf8()).thenApply(Payload::wrap));
 * }</pre>
 */
@FunctionalInterface
public interface AsyncRequestHandler {
    /**
     * Begins to answer one request.
     *
     * @return completes with the reply's payload, on any thread, or with what becomes its status
     * @throws Exception as with {@link RequestHandler#handle}
     */
    CompletionStage<Payload> handle(RequestContext context, Payload payload) throws Exception;
}
