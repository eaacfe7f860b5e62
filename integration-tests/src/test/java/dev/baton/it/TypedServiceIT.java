package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.client.ReplyStream;
import dev.baton.it.typed.Seen;
import dev.baton.it.typed.TypedBaton;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.ReplySink;
import dev.baton.worker.RequestContext;
import dev.baton.worker.StatusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What protoc-gen-baton has written, from the caller to the service and back. */
@Timeout(120)
class TypedServiceIT {
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final StringValue REQUEST = StringValue.of("something");

    private Broker broker;
    private BatonWorker worker;
    private BatonClient client;
    private TypedBaton.Client typed;

    private static final class Service extends TypedBaton.Service {
        @Override
        protected Seen look(RequestContext context, StringValue request) {
            return Seen.newBuilder()
                    .setSaid(request.getValue())
                    .setIdempotency(context.idempotency().name())
                    .setRemainingSeconds(context.remaining().toSeconds())
                    .build();
        }

        @Override
        protected Seen fail(RequestContext context, StringValue request) {
            throw new StatusException(StatusCode.NOT_FOUND, request.getValue() + " is not here");
        }

        @Override
        protected void count(RequestContext context, Int32Value last, ReplySink<Int32Value> replies) {
            for (int i = 1; i <= last.getValue(); i++) {
                replies.send(Int32Value.of(i));
            }
        }
    }

    @BeforeEach
    void start() {
        broker = Broker.start(BrokerConfig.of(ANY_PORT, ANY_PORT), BrokerObserver.NONE);
        worker = BatonWorker.builder()
                .broker(broker.backendEndpoint("default"))
                .service(new Service())
                .start();
        client = BatonClient.connect(broker.frontendEndpoint());
        typed = TypedBaton.client(client);
    }

    @AfterEach
    void stop() {
        client.close();
        worker.close();
        broker.close();
    }

    @Test
    void shouldCallWithWhatTheProtoSays() {
        Seen seen = typed.look(REQUEST);

        assertThat(seen.getSaid()).isEqualTo("something");
        assertThat(seen.getIdempotency()).isEqualTo("IDEMPOTENT");
        assertThat(seen.getRemainingSeconds()).isBetween(1700L, 1800L);
    }

    @Test
    void shouldCallWithWhatTheCallerSays() throws Exception {
        CallOptions patient = CallOptions.deadline(Duration.ofMinutes(50));

        assertThat(typed.look(REQUEST, patient).getRemainingSeconds()).isBetween(2900L, 3000L);
        assertThat(typed.withOptions(patient)
                        .lookAsync(REQUEST)
                        .get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)
                        .getRemainingSeconds())
                .isBetween(2900L, 3000L);
    }

    @Test
    void shouldTellTheCallerWhatTheServiceThrows() {
        CallException failure = catchThrowableOfType(CallException.class, () -> typed.fail(REQUEST));

        assertThat(failure.status()).isEqualTo(StatusCode.NOT_FOUND);
        assertThat(failure).hasMessageContaining("something is not here");
    }

    @Test
    void shouldStreamReplies() {
        List<Integer> numbers = new ArrayList<>();
        try (ReplyStream<Int32Value> replies = typed.count(Int32Value.of(3))) {
            replies.forEachRemaining(reply -> numbers.add(reply.getValue()));
        }

        assertThat(numbers).containsExactly(1, 2, 3);
    }

    @Test
    void shouldSayWhenTheServiceHasNoSuchMethod() {
        CallException failure = catchThrowableOfType(CallException.class, () -> typed.missing(REQUEST));

        assertThat(failure.status()).isEqualTo(StatusCode.UNIMPLEMENTED);
        assertThat(failure).hasMessageContaining("it.Typed/Missing is not implemented by this worker");
    }
}
