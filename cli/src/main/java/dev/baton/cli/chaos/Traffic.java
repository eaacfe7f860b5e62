package dev.baton.cli.chaos;

import dev.baton.cli.Pause;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The calls: at random times with a given mean, whatever became of those before; every other one may run twice. One thread sends. */
final class Traffic {
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final CallOptions ONCE = CallOptions.deadline(CALL_TIMEOUT);
    private static final CallOptions REPEATABLE = ONCE.idempotent();

    private static final long WORTH_TELLING_NANOS = Duration.ofMillis(500).toNanos();

    private final BatonClient client;
    private final Account account;
    private final ChaosDisplay display;
    private final Random random;

    Traffic(BatonClient client, Account account, ChaosDisplay display, long seed) {
        this.client = client;
        this.account = account;
        this.display = display;
        this.random = new Random(seed);
    }

    /** Sends for this long. */
    void send(double perSecond, Duration duration) {
        long startNanos = System.nanoTime();
        double nextSeconds = 0;
        while (nextSeconds < duration.toNanos() / 1e9) {
            long dueNanos = startNanos + (long) (nextSeconds * 1e9);
            Pause.of(Duration.ofNanos(Math.max(0, dueNanos - System.nanoTime())));
            sendOne();
            nextSeconds -= Math.log(1 - random.nextDouble()) / perSecond;
        }
    }

    private void sendOne() {
        Duration work = work();
        long id = account.onSent(System.nanoTime());
        boolean repeatable = Account.isRepeatable(id);
        Payload request = ChaosService.request(id, work);
        client.exchangeAsync(
                        repeatable ? ChaosService.REPEATABLE : ChaosService.ONCE,
                        request,
                        repeatable ? REPEATABLE : ONCE)
                .whenComplete((reply, error) -> onEnd(id, reply, error));
    }

    private void onEnd(long id, @Nullable Reply reply, @Nullable Throwable error) {
        long nowNanos = System.nanoTime();
        if (reply != null) {
            long gapNanos = account.onReply(id, ChaosService.idOf(reply.payload()), nowNanos);
            if (gapNanos > WORTH_TELLING_NANOS) {
                display.happened("the first reply for " + gapNanos / 1_000_000 + " ms");
            }
        } else if (error != null) {
            account.onFailure(id, error, nowNanos);
        }
    }

    /** Mostly short; some longer than a heartbeat, so that workers claim them; some longer than a lease. */
    private Duration work() {
        double kind = random.nextDouble();
        if (kind < 0.85) {
            return Duration.ofMillis(1 + random.nextInt(10));
        }
        return kind < 0.98 ? Duration.ofMillis(50) : Duration.ofMillis(300 + random.nextInt(1200));
    }
}
