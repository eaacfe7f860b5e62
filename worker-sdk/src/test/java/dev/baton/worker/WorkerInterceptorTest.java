package dev.baton.worker;

import static dev.baton.worker.ScriptedBackend.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.StatusCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerInterceptorTest {
    private static final String NOW = "test.Service/Now";
    private static final String LATER = "test.Service/Later";

    private final ScriptedBackend backend = new ScriptedBackend();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();
    private final CompletableFuture<Payload> later = new CompletableFuture<>();
    private BatonWorker worker;

    @AfterEach
    void close() {
        later.complete(Payload.empty());
        worker.close();
        backend.close();
    }

    private void start(WorkerInterceptor... interceptors) throws InterruptedException {
        BatonWorkerBuilder builder = BatonWorker.builder()
                .broker(backend.endpoint())
                .capacity(1)
                .handle(NOW, (context, payload) -> {
                    runs.incrementAndGet();
                    return handled(payload);
                })
                .handleAsync(LATER, (context, payload) -> {
                    runs.incrementAndGet();
                    return later.thenApply(unused -> handled(payload));
                });
        for (WorkerInterceptor interceptor : interceptors) {
            builder.intercept(interceptor);
        }
        worker = builder.start();
        assertThat(worker.awaitConnected(LONG)).isTrue();
    }

    private Payload handled(Payload payload) {
        seen.add("handler");
        if (payload.toUtf8().equals("fail")) {
            throw new StatusException(StatusCode.NOT_FOUND, "no such thing");
        }
        return Payload.utf8("<" + payload.toUtf8() + ">");
    }

    private WorkerInterceptor noting(String name) {
        return (context, request, next) -> {
            seen.add(name + " before " + context.method());
            return next.proceed(request).whenComplete((reply, failure) -> seen.add(name + " after"));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {NOW, LATER})
    void shouldStandAroundEachOtherInTheOrderOfRegistration(String method) throws Exception {
        start(noting("a"), noting("b"));

        backend.request(method, 1, Payload.utf8("x"));
        later.complete(Payload.empty());

        assertThat(backend.reply(1).payload().toUtf8()).isEqualTo("<x>");
        assertThat(seen).containsExactly("a before " + method, "b before " + method, "handler", "b after", "a after");
    }

    @ParameterizedTest
    @ValueSource(strings = {NOW, LATER})
    void shouldPutOtherBytesInTheirPlace(String method) throws Exception {
        start((context, request, next) -> next.proceed(Payload.utf8(request.toUtf8() + "!"))
                .thenApply(reply -> Payload.utf8(reply.toUtf8() + "?")));

        backend.request(method, 1, Payload.utf8("x"));
        later.complete(Payload.empty());

        assertThat(backend.reply(1).payload().toUtf8()).isEqualTo("<x!>?");
    }

    @ParameterizedTest
    @ValueSource(strings = {NOW, LATER})
    void shouldSeeHowTheHandlerFailed(String method) throws Exception {
        AtomicInteger failures = new AtomicInteger();
        start((context, request, next) -> next.proceed(request).whenComplete((reply, failure) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            failures.addAndGet(cause instanceof StatusException ? 1 : 0);
        }));

        backend.request(method, 1, Payload.utf8("fail"));
        later.complete(Payload.empty());

        Reply reply = backend.reply(1);
        assertThat(reply.header().status()).isEqualTo(StatusCode.NOT_FOUND);
        assertThat(reply.header().executed()).isEqualTo(Executed.YES);
        assertThat(failures).hasValue(1);
    }

    @Test
    void shouldRefuseSuchThatItIsSafeToCallAgain() throws Exception {
        start((context, request, next) -> {
            throw new StatusException(StatusCode.UNAUTHENTICATED, "no token");
        });

        backend.request(NOW, 1, Payload.empty());

        Reply reply = backend.reply(1);
        assertThat(reply.header().status()).isEqualTo(StatusCode.UNAUTHENTICATED);
        assertThat(reply.header().message()).isEqualTo("no token");
        assertThat(reply.header().executed()).isEqualTo(Executed.NO);
        assertThat(runs).hasValue(0);
        assertThat(worker.snapshot().busy()).isZero();
    }

    @Test
    void shouldNotCallItUnexecutedIfItThrowsAfterTheHandler() throws Exception {
        start((context, request, next) -> {
            next.proceed(request);
            throw new IllegalStateException("too late");
        });

        backend.request(NOW, 1, Payload.empty());

        Reply reply = backend.reply(1);
        assertThat(reply.header().status()).isEqualTo(StatusCode.UNKNOWN);
        assertThat(reply.header().executed()).isEqualTo(Executed.YES);
    }

    @Test
    void shouldAnswerInPlaceOfTheHandler() throws Exception {
        start((context, request, next) -> CompletableFuture.completedFuture(Payload.utf8("from the cache")));

        backend.request(NOW, 1, Payload.empty());

        assertThat(backend.reply(1).payload().toUtf8()).isEqualTo("from the cache");
        assertThat(runs).hasValue(0);
    }

    @Test
    void shouldRunABlockingHandlerOnTheInterceptorsThread() throws Exception {
        ThreadLocal<String> place = new ThreadLocal<>();
        start(
                (context, request, next) -> {
                    place.set("put in place");
                    try {
                        return next.proceed(request);
                    } finally {
                        place.remove();
                    }
                },
                (context, request, next) -> {
                    seen.add(String.valueOf(place.get()));
                    return next.proceed(request);
                });

        backend.request(NOW, 1, Payload.empty());

        backend.reply(1);
        assertThat(seen).containsExactly("put in place", "handler");
    }

    @Test
    void shouldRunTheHandlerOnceEvenIfAskedTwice() throws Exception {
        start((context, request, next) -> next.proceed(request).thenCompose(reply -> next.proceed(request)));

        backend.request(NOW, 1, Payload.empty());

        Reply reply = backend.reply(1);
        assertThat(reply.header().status()).isEqualTo(StatusCode.UNKNOWN);
        assertThat(reply.header().message()).contains("twice");
        assertThat(runs).hasValue(1);
    }

    @Test
    void shouldSurviveAnInterceptorThatReturnsNothingOrThrowsAnError() throws Exception {
        start((context, request, next) -> {
            if (request.toUtf8().equals("null")) {
                return null;
            }
            throw new StackOverflowError();
        });

        backend.request(NOW, 1, Payload.utf8("null"));
        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.INTERNAL);
        backend.request(NOW, 2, Payload.empty());
        assertThat(backend.reply(2).header().status()).isEqualTo(StatusCode.UNKNOWN);
        assertThat(worker.snapshot().busy()).isZero();
    }

    @Test
    void shouldNotAskThemAboutWhatHasNoHandler() throws Exception {
        start(noting("a"));

        backend.request("test.Service/Unknown", 1, Payload.empty());

        assertThat(backend.reply(1).header().status()).isEqualTo(StatusCode.UNIMPLEMENTED);
        assertThat(seen).isEmpty();
    }
}
