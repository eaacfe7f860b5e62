package dev.baton.broker.app.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the broker's loop answers. */
final class Answers {
    private static final long LIMIT_SECONDS = 5;

    private Answers() {}

    static <T> T of(CompletableFuture<T> future) throws ApiException {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw ApiException.conflict(String.valueOf(cause.getMessage()));
        } catch (TimeoutException e) {
            throw ApiException.unavailable("the broker did not answer within " + LIMIT_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("the broker ends");
        }
    }
}
