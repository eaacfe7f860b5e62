package dev.baton.cli.demo;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.baton.cli.demo.proto.TextMessage;
import dev.baton.cli.demo.proto.WordCountReply;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One client's requests: a few at a time, line by line, upper case and word count in turn. It knows the right answers and compares, so a reply
 * that belongs to another request or another client counts as failed. {@link #run} is called once; {@link #report} is thread-safe.
 */
final class DemoTraffic {
    private static final int IN_FLIGHT = 4;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final CallOptions OPTIONS =
            CallOptions.deadline(CALL_TIMEOUT).idempotency(Idempotency.NO_SIDE_EFFECTS);
    /** Where the clients begin in the text: far apart, so that they send different lines. */
    private static final long LINES_APART = 7919;

    private final BatonClient client;
    private final Corpus corpus;
    private final long firstLine;
    private final Semaphore permits = new Semaphore(IN_FLIGHT);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong ok = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Map<String, AtomicLong> served = new ConcurrentHashMap<>();
    private final Histogram roundTripNanos = new ConcurrentHistogram(2);
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    DemoTraffic(BatonClient client, Corpus corpus, int index) {
        this.client = client;
        this.corpus = corpus;
        this.firstLine = index * LINES_APART;
    }

    /** Sends this many requests, or as many as it can in this time, and waits until all of them have ended. */
    void run(long requests, Duration runFor) throws InterruptedException {
        long startNanos = System.nanoTime();
        for (long i = 0; i < requests && System.nanoTime() - startNanos < runFor.toNanos(); i++) {
            permits.acquire();
            send(firstLine + i);
        }
        // Each call has a deadline, so the permits come back; if one does not, it is lost and shows in the report.
        permits.tryAcquire(IN_FLIGHT, 2 * CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    ClientReport report() {
        return report(false);
    }

    ClientReport lastReport() {
        return report(true);
    }

    private void send(long number) {
        String line = corpus.line(number);
        String method = number % 2 == 0 ? TextService.UPPER : TextService.WORD_COUNT;
        long startNanos = System.nanoTime();
        sent.incrementAndGet();
        client.exchangeAsync(method, DemoPayloads.text(line), OPTIONS)
                .whenComplete((reply, error) -> onEnd(method, line, startNanos, reply, error));
    }

    private void onEnd(String method, String line, long startNanos, @Nullable Reply reply, @Nullable Throwable error) {
        roundTripNanos.recordValue(Math.max(1, System.nanoTime() - startNanos));
        if (reply == null) {
            onFailure(String.valueOf(error));
        } else if (isRight(method, line, reply.payload())) {
            served.computeIfAbsent(reply.header().workerId(), id -> new AtomicLong())
                    .incrementAndGet();
            ok.incrementAndGet();
        } else {
            onFailure("a wrong reply to " + method + " of: " + line);
        }
        permits.release();
    }

    private void onFailure(String what) {
        failure.compareAndSet(null, what);
        failed.incrementAndGet();
    }

    private static boolean isRight(String method, String line, Payload payload) {
        try {
            return method.equals(TextService.UPPER)
                    ? TextMessage.parseFrom(payload.asByteBuffer()).getText().equals(TextService.upper(line))
                    : WordCountReply.parseFrom(payload.asByteBuffer()).equals(TextService.count(line));
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    private ClientReport report(boolean done) {
        // The outcomes before the requests: a report must never show more outcomes than requests.
        long okNow = ok.get();
        long failedNow = failed.get();
        Map<String, Long> servedNow = new ConcurrentHashMap<>();
        served.forEach((worker, count) -> servedNow.put(worker, count.get()));
        return new ClientReport(
                sent.get(), okNow, failedNow, percentileUs(50), percentileUs(99), servedNow, failure.get(), done);
    }

    private long percentileUs(double percentile) {
        return TimeUnit.NANOSECONDS.toMicros(roundTripNanos.getValueAtPercentile(percentile));
    }
}
