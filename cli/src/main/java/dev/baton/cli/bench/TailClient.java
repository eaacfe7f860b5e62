package dev.baton.cli.bench;

import dev.baton.cli.CommandException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The measurement: both systems warm up; then in each round each has its turn with the same calls, the one that was first in one round is
 * second in the next. Main thread only.
 */
final class TailClient {
    private static final Duration WARM_UP_STEP = Duration.ofSeconds(1);
    private static final int WARM_UP_STEPS_MIN = 2;
    private static final int WARM_UP_STEPS_MAX = 60;
    /** Gentle, so that no queue is left from it, also at the slow worker of the plain proxy. */
    private static final double WARM_UP_SHARE = 0.1;

    private final TailSettings settings;
    private final Consumer<RoundReport> onReport;
    private final Processors processors = new Processors();

    TailClient(TailSettings settings, Consumer<RoundReport> onReport) {
        this.settings = settings;
        this.onReport = onReport;
    }

    void run(String batonFrontend, String plainFrontend) throws InterruptedException {
        try (OpenLoop baton = new OpenLoop(BatonTarget::new, batonFrontend, settings.threads());
                OpenLoop plain = new OpenLoop(PlainTarget::new, plainFrontend, settings.threads())) {
            warmUp(baton, BenchSystem.BATON, settings.workers());
            warmUp(plain, BenchSystem.PLAIN, settings.workers() * settings.threads());
            for (int round = 1; round <= settings.rounds(); round++) {
                run(round, baton, plain);
            }
        }
    }

    /** Until each server has answered at least once. */
    private void warmUp(OpenLoop loop, BenchSystem system, int servers) throws InterruptedException {
        double callsPerSecond = settings.callsPerSecond() * WARM_UP_SHARE;
        for (int step = 0; step < WARM_UP_STEPS_MIN || loop.serversSeen() < servers; step++) {
            if (step == WARM_UP_STEPS_MAX) {
                throw CommandException.failed(
                        system.title() + ": only " + loop.serversSeen() + " of " + servers + " servers have answered");
            }
            loop.run(Trace.draw(callsPerSecond, WARM_UP_STEP, step));
        }
    }

    private void run(int round, OpenLoop baton, OpenLoop plain) throws InterruptedException {
        Trace trace = Trace.draw(settings.callsPerSecond(), settings.duration(), settings.seed() + round);
        report(round, BenchSystem.IDEAL, trace, IdealQueue.run(trace, settings), 0);
        List<BenchSystem> turns = round % 2 == 1
                ? List.of(BenchSystem.BATON, BenchSystem.PLAIN)
                : List.of(BenchSystem.PLAIN, BenchSystem.BATON);
        for (BenchSystem system : turns) {
            processors.busySinceLastCall();
            Samples samples = (system == BenchSystem.BATON ? baton : plain).run(trace);
            report(round, system, trace, samples, processors.busySinceLastCall());
        }
    }

    private void report(int round, BenchSystem system, Trace trace, Samples samples, double processorsBusy) {
        onReport.accept(RoundReport.of(round, system, samples, trace, settings, processorsBusy));
    }
}
