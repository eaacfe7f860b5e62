package dev.baton.cli.chaos;

import dev.baton.cli.CommandException;
import dev.baton.cli.Pause;
import dev.baton.cli.process.Children;
import dev.baton.cli.process.Threads;
import dev.baton.client.BatonClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One run: everybody starts; then the blows, one after the other, while another thread makes the calls; then the account, from what this
 * process was told and from what the workers' logs say. Main thread only, but for what the seats tell.
 */
final class Chaos implements SeatListener {
    /** Each call ends by its deadline; what has not ended this long after the last one never will. */
    private static final Duration SETTLE_LIMIT = Traffic.CALL_TIMEOUT.plusSeconds(10);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final ChaosSettings settings;
    private final Path logDirectory;
    private final ChaosDisplay display;
    private final Account account = new Account();
    private final Map<String, Long> struck = new TreeMap<>();
    private final AtomicLong died = new AtomicLong();

    Chaos(ChaosSettings settings, Path logDirectory, ChaosDisplay display) {
        this.settings = settings;
        this.logDirectory = logDirectory;
        this.display = display;
    }

    /**
     * Runs it to its end; no child is left when this returns.
     *
     * @throws CommandException if a process could not be started
     */
    ChaosResult run() throws InterruptedException, IOException {
        try (Children children = new Children();
                Cast cast = new Cast(settings, logDirectory, children, this)) {
            cast.start();
            display.happened("the broker and " + settings.workers() + " workers are up; seed " + settings.seed());
            play(cast);
            if (children.isInterrupted()) {
                throw CommandException.failed("interrupted");
            }
        }
        return result(); // now nobody runs any more, and the logs are complete
    }

    @Override
    public void onSurprisingEnd(Seat seat, String how) {
        died.incrementAndGet();
        display.happened(how + " (nobody told it to)");
    }

    @Override
    public void onBack(Seat seat) {
        display.happened(seat.name() + " is back");
    }

    private void play(Cast cast) throws InterruptedException {
        try (BatonClient client = BatonClient.builder()
                .broker(cast.frontend())
                .name("chaos-client")
                .build()) {
            Traffic traffic = new Traffic(client, account, display, settings.seed());
            CountDownLatch allSent = new CountDownLatch(1);
            Threads.startDaemon("calls", () -> {
                traffic.send(settings.perSecond(), settings.duration());
                allSent.countDown();
            });
            strikeAll(cast);
            allSent.await();
            display.happened("no more calls; waiting for " + account.open() + " that are open");
            settle();
            account.reasons().forEach((reason, count) -> display.happened(count + " x " + reason));
        }
    }

    private void strikeAll(Cast cast) {
        long startNanos = System.nanoTime();
        for (Blow blow : Blow.schedule(settings.seed(), settings.duration(), settings.workers())) {
            Pause.of(Duration.ofNanos(Math.max(0, startNanos + blow.at().toNanos() - System.nanoTime())));
            String whom = cast.strike(blow);
            if (whom == null) {
                display.happened("nobody to " + blow.kind().verb());
            } else {
                struck.merge(blow.kind().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
                display.happened(blow.describe(whom));
            }
        }
    }

    private void settle() {
        long startNanos = System.nanoTime();
        while (account.open() > 0 && System.nanoTime() - startNanos < SETTLE_LIMIT.toNanos()) {
            Pause.of(LOOK_EVERY);
        }
    }

    private ChaosResult result() throws IOException {
        Account.Balance balance = account.balance(ExecutionLog.countAll(logDirectory));
        return new ChaosResult(
                balance.sent(),
                balance.ok(),
                balance.failed(),
                balance.lost(),
                balance.duplicates(),
                balance.longestGapMs(),
                balance.falseNo(),
                balance.repeatedMaybe(),
                died.get(),
                settings.seed(),
                struck);
    }
}
