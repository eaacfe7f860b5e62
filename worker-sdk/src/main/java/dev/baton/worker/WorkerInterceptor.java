package dev.baton.worker;

import dev.baton.wire.Payload;
import java.util.concurrent.CompletionStage;

/**
 * Stands around the handlers of a worker: for checks, for measuring, for what every handler needs to find in place.
 *
 * <pre>{@code
 * BatonWorker.builder()
 *         .intercept((context, request, next) -> {
 *             if (!tokens.isValid(context.metadata().get("token"))) {
 *                 throw new StatusException(StatusCode.UNAUTHENTICATED, "no valid token in the metadata");
 *             }
 *             return next.proceed(request);
 *         })
 * }</pre>
 *
 * <p>Handlers of all kinds look the same from here. One that blocks runs inside of {@link Next#proceed}, on the same thread, so that what an
 * interceptor puts in place before and takes away after it holds for the handler; the stage is complete then. One that answers later
 * returns from there at once, and the stage completes when it does.
 *
 * <p>Several stand around each other in the order in which they were registered, the first outermost. Requests that have no handler, that
 * have expired or that are handed back do not come here. Called by the thread that runs the handler; thread-safe, because others do so at the
 * same time.
 */
@FunctionalInterface
public interface WorkerInterceptor {
    /**
     * A request is about to be handled.
     *
     * @param request the bytes that came
     * @param next the rest of the way to the handler
     * @return completes with the reply's bytes or with what becomes its status: what {@code next} gave, or something in its place
     * @throws Exception becomes the reply's status as if the handler had thrown it, see {@link RequestHandler#handle}; if {@code next} was not
     *     called, the caller is told that the request was not executed, and may safely call again
     */
    CompletionStage<Payload> intercept(RequestContext context, Payload request, Next next) throws Exception;

    /** The rest of the way to the handler. */
    @FunctionalInterface
    interface Next {
        /**
         * Goes on to the next interceptor, or to the handler. Once for each request.
         *
         * @param request the bytes that came, or others in their place
         * @return what became of it; never throws
         */
        CompletionStage<Payload> proceed(Payload request);
    }
}
