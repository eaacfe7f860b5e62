package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.StringValue;
import dev.baton.client.ScriptedBroker.Received;
import dev.baton.service.MethodDescriptor;
import dev.baton.wire.Executed;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Payload;
import dev.baton.wire.Priority;
import dev.baton.wire.Reply;
import dev.baton.wire.RequestHeader;
import dev.baton.wire.RequestKind;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The calls that go well, and what of them is on the wire. */
class BatonClientTest {
    private static final String METHOD = "test.Text/Echo";
    private static final MethodDescriptor<StringValue, StringValue> ECHO =
            MethodDescriptor.unary(METHOD, StringValue.parser(), StringValue.parser());

    private final ScriptedBroker broker = ScriptedBroker.echoing();
    private final BatonClient client = BatonClient.connect(broker.endpoint());

    @AfterEach
    void close() {
        client.close();
        broker.close();
    }

    @Test
    void shouldCallWithBytes() {
        assertThat(client.call(METHOD, Payload.utf8("hello")).toUtf8()).isEqualTo("hello");
    }

    @Test
    void shouldCallWithNoBytesAndWithMoreThanFitsAHeader() {
        assertThat(client.call(METHOD, Payload.empty())).isEqualTo(Payload.empty());
        Payload large = Payload.wrap(new byte[1024 * 1024]);
        assertThat(client.call(METHOD, large)).isEqualTo(large);
    }

    @Test
    void shouldCallWithMessages() {
        StringValue reply = client.call(METHOD, StringValue.of("hello"), StringValue.parser());

        assertThat(reply.getValue()).isEqualTo("hello");
    }

    @Test
    void shouldCallAsynchronously() throws Exception {
        CompletableFuture<Payload> bytes = client.callAsync(METHOD, Payload.utf8("hello"));
        CompletableFuture<StringValue> message =
                client.callAsync(METHOD, StringValue.of("world"), StringValue.parser());

        assertThat(bytes.get(LONG.toSeconds(), TimeUnit.SECONDS).toUtf8()).isEqualTo("hello");
        assertThat(message.get(LONG.toSeconds(), TimeUnit.SECONDS).getValue()).isEqualTo("world");
    }

    @Test
    void shouldGiveTheWholeReplyToWhoWantsIt() throws Exception {
        Reply reply = client.exchangeAsync(METHOD, Payload.utf8("x"), CallOptions.defaults())
                .get(LONG.toSeconds(), TimeUnit.SECONDS);

        assertThat(reply.header().workerId()).isEqualTo(ScriptedBroker.WORKER);
        assertThat(reply.header().handlerMicros()).isEqualTo(22);
        assertThat(client.exchange(METHOD, Payload.utf8("x"), CallOptions.defaults())
                        .payload()
                        .toUtf8())
                .isEqualTo("x");
    }

    @Test
    void shouldSayOnTheWireWhatTheOptionsSay() throws Exception {
        try (ScriptedBroker silent = ScriptedBroker.silent();
                BatonClient other = BatonClient.connect(silent.endpoint())) {
            CallOptions options = CallOptions.deadline(LONG)
                    .idempotent()
                    .failFast(false)
                    .priority(Priority.HIGH)
                    .metadata(Map.of("traceparent", "00-1-2-3"));
            CompletableFuture<Payload> unused = other.callAsync(METHOD, Payload.utf8("x"), options);

            Received received = silent.nextRequest();

            assertThat(received.header().kind()).isEqualTo(RequestKind.CALL);
            assertThat(received.header().method()).isEqualTo(METHOD);
            assertThat(received.header().idempotency()).isEqualTo(Idempotency.IDEMPOTENT);
            assertThat(received.header().priority()).isEqualTo(Priority.HIGH);
            assertThat(received.header().attempt()).isEqualTo(1);
            assertThat(received.header().metadata()).containsEntry("traceparent", "00-1-2-3");
            assertThat(received.header().remainingMicros())
                    .isPositive()
                    .isLessThanOrEqualTo(TimeUnit.SECONDS.toMicros(LONG.toSeconds()));
        }
    }

    @Test
    void shouldSendTheDefaultTimeoutWhereTheCallGivesNone() throws Exception {
        try (ScriptedBroker silent = ScriptedBroker.silent();
                BatonClient other = BatonClient.builder()
                        .broker(silent.endpoint())
                        .defaultTimeout(Duration.ofHours(2))
                        .build()) {
            CompletableFuture<Payload> unused = other.callAsync(METHOD, Payload.empty());

            assertThat(silent.nextRequest().header().remainingMicros())
                    .isBetween(TimeUnit.MINUTES.toMicros(119), TimeUnit.MINUTES.toMicros(120));
        }
    }

    @Test
    void shouldCallByDescriptor() throws Exception {
        assertThat(client.call(ECHO, StringValue.of("hello")).getValue()).isEqualTo("hello");
        assertThat(client.callAsync(ECHO, StringValue.of("world"))
                        .get(LONG.toSeconds(), TimeUnit.SECONDS)
                        .getValue())
                .isEqualTo("world");
    }

    @Test
    void shouldTakeFromTheDescriptorWhatTheOptionsLeaveOpen() throws Exception {
        MethodDescriptor<StringValue, StringValue> method =
                ECHO.withIdempotency(Idempotency.IDEMPOTENT).withTimeout(Duration.ofHours(3));
        CallOptions options = CallOptions.deadline(Duration.ofHours(1)).idempotency(Idempotency.NO_SIDE_EFFECTS);
        try (ScriptedBroker silent = ScriptedBroker.silent();
                BatonClient other = BatonClient.connect(silent.endpoint())) {
            CompletableFuture<StringValue> unused = other.callAsync(method, StringValue.of("x"));
            CompletableFuture<StringValue> unusedToo = other.callAsync(method, StringValue.of("x"), options);

            RequestHeader descriptors = silent.nextRequest().header();
            RequestHeader callers = silent.nextRequest().header();
            assertThat(descriptors.idempotency()).isEqualTo(Idempotency.IDEMPOTENT);
            assertThat(descriptors.remainingMicros())
                    .isBetween(TimeUnit.MINUTES.toMicros(179), TimeUnit.MINUTES.toMicros(180));
            assertThat(callers.idempotency()).isEqualTo(Idempotency.NO_SIDE_EFFECTS);
            assertThat(callers.remainingMicros())
                    .isBetween(TimeUnit.MINUTES.toMicros(59), TimeUnit.MINUTES.toMicros(60));
        }
    }

    @Test
    void shouldNotCallAMethodThatAnswersWithAStream() {
        MethodDescriptor<StringValue, StringValue> words =
                MethodDescriptor.serverStreaming("test.Text/Words", StringValue.parser(), StringValue.parser());

        assertThatThrownBy(() -> client.call(words, StringValue.of("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("method: test.Text/Words (stream) (expected: one that answers once)");
    }

    @Test
    void shouldMatchRepliesThatComeInAnotherOrder() throws Exception {
        try (ScriptedBroker silent = ScriptedBroker.silent();
                BatonClient other = BatonClient.connect(silent.endpoint())) {
            CompletableFuture<Payload> first = other.callAsync(METHOD, Payload.utf8("first"));
            CompletableFuture<Payload> second = other.callAsync(METHOD, Payload.utf8("second"));
            Received one = silent.nextRequest();
            Received two = silent.nextRequest();

            silent.echo(two);
            silent.echo(one);

            assertThat(first.get(LONG.toSeconds(), TimeUnit.SECONDS).toUtf8()).isEqualTo("first");
            assertThat(second.get(LONG.toSeconds(), TimeUnit.SECONDS).toUtf8()).isEqualTo("second");
        }
    }

    @Test
    void shouldSayWhenAReplyIsOfAnotherType() {
        assertThatThrownBy(() ->
                        client.call(METHOD, BytesValue.of(ByteString.copyFrom(new byte[] {-1})), StringValue.parser()))
                .isInstanceOfSatisfying(CallException.class, e -> {
                    assertThat(e.status()).isEqualTo(StatusCode.INTERNAL);
                    assertThat(e.executed()).isEqualTo(Executed.YES);
                    assertThat(e.workerId()).isEqualTo(ScriptedBroker.WORKER);
                })
                .hasMessageContaining("same .proto");
    }
}
