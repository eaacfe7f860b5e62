package dev.baton.client;

import static dev.baton.client.TestCalls.METHOD;
import static dev.baton.client.TestCalls.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import dev.baton.client.ScriptedBroker.Received;
import dev.baton.wire.Executed;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Payload;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller learns from a reply that is no result. */
class ErrorReplyTest {
    private final ScriptedBroker broker = ScriptedBroker.silent();
    private final BatonClient client = BatonClient.builder()
            .broker(broker.endpoint())
            .retryPolicy(RetryPolicy.none())
            .build();

    @AfterEach
    void close() {
        client.close();
        broker.close();
    }

    @Test
    void shouldTellAllThatTheReplyTells() throws Exception {
        Payload detail = Payload.wrap(Any.pack(StringValue.of("more")).toByteArray());
        CompletableFuture<Payload> call = client.callAsync(METHOD, Payload.utf8("x"));
        Received received = broker.nextRequest();
        long requestId = received.header().requestId();

        broker.answer(received, header(requestId, StatusCode.RESOURCE_EXHAUSTED, detail), Payload.empty());

        CallException failure = failureOf(call);
        assertThat(failure.status()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(failure.executed()).isEqualTo(Executed.NO);
        assertThat(failure.retryAfter()).contains(Duration.ofMillis(250));
        assertThat(failure.details()).containsExactly(detail);
        assertThat(failure.workerId()).isEqualTo("worker-9");
        assertThat(failure.requestId()).isEqualTo(requestId);
        assertThat(failure)
                .hasMessage("RESOURCE_EXHAUSTED: too much (" + METHOD + ", request " + Long.toHexString(requestId)
                        + ", worker worker-9)");
    }

    @Test
    void shouldThrowTheSameAtACallerThatWaits() throws Exception {
        CompletableFuture<CallException> failure =
                CompletableFuture.supplyAsync(() -> failureOf(() -> client.call(METHOD, Payload.utf8("x"))));
        Received received = broker.nextRequest();

        broker.answer(
                received,
                ReplyHeader.refusal(
                        received.header().requestId(), StatusCode.UNAVAILABLE, "not now", Executed.NO, 1_500_000),
                Payload.empty());

        assertThat(failure).succeedsWithin(ScriptedBroker.LONG).satisfies(e -> {
            assertThat(e.status()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(e.executed()).isEqualTo(Executed.NO);
            assertThat(e.retryAfter()).contains(Duration.ofMillis(1500));
            assertThat(e.workerId()).isEmpty();
            assertThat(e.details()).isEmpty();
            assertThat(e.getStackTrace())
                    .as("where it was called from")
                    .anyMatch(frame -> frame.getClassName().equals(ErrorReplyTest.class.getName()));
        });
    }

    @ParameterizedTest
    @EnumSource(value = StatusCode.class, names = "OK", mode = EnumSource.Mode.EXCLUDE)
    void shouldFailWithEachStatus(StatusCode status) throws Exception {
        CompletableFuture<StringValue> call = client.callAsync(METHOD, StringValue.of("x"), StringValue.parser());
        Received received = broker.nextRequest();

        broker.answer(
                received,
                ReplyHeader.outcome(received.header().requestId(), status, "", Executed.YES, 0, 0, "w"),
                Payload.empty());

        CallException failure = failureOf(call);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.executed()).isEqualTo(Executed.YES);
        assertThat(failure.retryAfter()).isEmpty();
        assertThat(failure).hasMessageContaining("no reason was given");
    }

    private static ReplyHeader header(long requestId, StatusCode status, Payload detail) {
        return new ReplyHeader(
                requestId,
                status,
                "too much",
                List.of(detail),
                Executed.NO,
                ReplyKind.FINAL,
                HandBackReason.UNSPECIFIED,
                250_000,
                0,
                0,
                0,
                "worker-9",
                Map.of());
    }
}
