package dev.baton.it.readme;

import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import dev.baton.client.BatonClient;
import dev.baton.client.BreakerPolicy;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.client.ClientInterceptor;
import dev.baton.client.Gather;
import dev.baton.client.GatherOptions;
import dev.baton.client.GatherProgress;
import dev.baton.client.GatherResult;
import dev.baton.client.HedgingPolicy;
import dev.baton.client.RetryPolicy;
import dev.baton.service.MethodDescriptor;
import dev.baton.wire.Executed;
import dev.baton.wire.Idempotency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The examples of docs/client.md. */
final class ClientGuide {
    static final MethodDescriptor<StringValue, Int32Value> COUNT_WORDS = MethodDescriptor.unary(
                    "demo.Text/CountWords", StringValue.parser(), Int32Value.parser())
            .withIdempotency(Idempotency.NO_SIDE_EFFECTS)
            .withTimeout(Duration.ofSeconds(10));

    private final List<String> log = new ArrayList<>();

    List<String> log() {
        return log;
    }

    int call(BatonClient client) {
        Int32Value words = client.call(COUNT_WORDS, StringValue.of("to be or not to be"));
        return words.getValue();
    }

    CompletableFuture<Int32Value> callAsync(BatonClient client) {
        CompletableFuture<Int32Value> words = client.callAsync(
                COUNT_WORDS, StringValue.of("to be or not to be"), CallOptions.deadline(Duration.ofSeconds(2)));
        words.whenComplete((count, failure) -> log.add(failure == null ? "counted" : failure.getMessage()));
        return words;
    }

    String failures(BatonClient client, StringValue text) {
        try {
            return "words: " + client.call(COUNT_WORDS, text).getValue();
        } catch (CallException e) {
            boolean safeToSendAgain = e.executed() == Executed.NO;
            return e.status() + " after " + e.attempts() + " attempts, safe to send again: " + safeToSendAgain;
        }
    }

    BatonClient severalBrokers(String first, String second) throws InterruptedException {
        BatonClient client = BatonClient.builder()
                .broker(first) // tcp://10.0.0.1:5555
                .broker(second) // tcp://brokers.example:5555, at each address of that name
                .resolveEvery(Duration.ofSeconds(10))
                .build();
        if (!client.awaitReady(Duration.ofSeconds(20))) {
            log.add("no broker yet; calls wait for one until their deadlines");
        }
        return client;
    }

    long gather(BatonClient client, Stream<StringValue> chunks) {
        long total = 0;
        try (Gather<Int32Value> counts = client.callAll(COUNT_WORDS, chunks, GatherOptions.outstanding(64))) {
            while (counts.hasNext()) {
                total += counts.next().reply().getValue();
            }
        }
        return total;
    }

    void gatherAsCompleted(BatonClient client, List<StringValue> chunks) {
        GatherOptions options = GatherOptions.outstanding(64)
                .asCompleted()
                .collectFailures()
                .callOptions(CallOptions.deadline(Duration.ofSeconds(5)));
        try (Gather<Int32Value> counts = client.callAll(COUNT_WORDS, chunks.iterator(), options)) {
            while (counts.hasNext()) {
                GatherResult<Int32Value> result = counts.next();
                GatherProgress progress = counts.progress();
                log.add("chunk " + result.index() + (result.isOk() ? " counted" : " failed") + ", " + progress.ended()
                        + " of " + chunks.size());
            }
        }
    }

    BatonClient retries(String broker) {
        return BatonClient.builder()
                .broker(broker)
                .retryPolicy(RetryPolicy.defaults()
                        .maxAttempts(6)
                        .pauses(Duration.ofMillis(20), Duration.ofSeconds(1))
                        .budget(0.2, 10, 10_000))
                .build();
    }

    BatonClient hedging(String broker) {
        return BatonClient.builder()
                .broker(broker)
                .hedging(
                        "demo.Text/CountWords", HedgingPolicy.atPercentile(0.95).notBefore(Duration.ofMillis(5)))
                .build();
    }

    BatonClient interceptors(String broker, Supplier<String> token) {
        ClientInterceptor authorize =
                (call, next) -> next.proceed(call.withMetadata("authorization", "Bearer " + token.get()));
        ClientInterceptor note = (call, next) -> next.proceed(call)
                .whenComplete((reply, failure) -> log.add(
                        call.method() + " " + (failure == null ? reply.header().status() : failure.getMessage())));
        return BatonClient.builder()
                .broker(broker)
                .interceptor(note) // the outermost
                .interceptor(authorize)
                .build();
    }

    BatonClient methodDefaults(String broker) {
        return BatonClient.builder()
                .broker(broker)
                .methodDefaults(
                        "demo.Text/CountWords",
                        CallOptions.deadline(Duration.ofSeconds(3)).idempotent())
                .methodDefaults("demo.Text/Publish", CallOptions.defaults().retryPolicy(RetryPolicy.none()))
                .build();
    }

    BatonClient circuitBreaker(String broker) {
        return BatonClient.builder()
                .broker(broker)
                .circuitBreaker(BreakerPolicy.defaults()
                        .failures(0.3)
                        .among(50, Duration.ofSeconds(10))
                        .openFor(Duration.ofSeconds(2)))
                .build();
    }
}
