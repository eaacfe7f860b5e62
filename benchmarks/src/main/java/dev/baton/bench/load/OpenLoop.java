package dev.baton.bench.load;

import dev.baton.bench.figures.Figure;
import dev.baton.bench.peers.AsyncCaller;
import dev.baton.bench.plan.IdealQueue;
import dev.baton.bench.plan.ServiceTime;
import dev.baton.bench.plan.WorkerSetup;
import dev.baton.bench.plan.Workload.Paced;
import dev.baton.bench.stalls.RunningClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Calls at times given beforehand. A call's latency counts from the time at which it was due, so that lateness for any reason but a stall shows. */
final class OpenLoop {
    private static final int DRAIN_SECONDS = 10;
    private static final long LEAD_NANOS = 5_000_000;

    private final AsyncCaller caller;
    private final Samples samples;
    private final Paced load;
    private final WorkerSetup workers;

    OpenLoop(AsyncCaller caller, Samples samples, Paced load, WorkerSetup workers) {
        this.caller = caller;
        this.samples = samples;
        this.load = load;
        this.workers = workers;
    }

    /** On a thread of its own, which gets a priority that no other load should have. */
    Map<Figure, Double> run(Meter meter, long warmUpMillis, long millis) throws Exception {
        FutureTask<Map<Figure, Double>> task = new FutureTask<>(() -> runHere(meter, warmUpMillis, millis));
        Thread pacer = new Thread(task, "pacer");
        pacer.setDaemon(true);
        pacer.start();
        return task.get();
    }

    private Map<Figure, Double> runHere(Meter meter, long warmUpMillis, long millis) throws Exception {
        hurry();
        pace(due(warmUpMillis));
        long[] dueNanos = due(millis);
        samples.clear();
        Meter.Reading reading = meter.begin();
        long failures = pace(dueNanos);
        Map<Figure, Double> figures = reading.end(dueNanos.length - failures, samples);
        figures.put(Figure.FAILURES, (double) failures);
        Double p99 = figures.get(Figure.P99);
        if (p99 != null && !workers.service().isNone()) {
            figures.put(Figure.P99_TO_IDEAL, p99 / idealP99Micros(dueNanos));
        }
        return figures;
    }

    private double idealP99Micros(long[] dueNanos) {
        return IdealQueue.latencies(dueNanos, workers.service(), workers.slots())
                        .getValueAtPercentile(99)
                / 1e3;
    }

    private long[] due(long millis) {
        return load.arrivals().nanos(load.perSecond(), millis);
    }

    /** Returns how many failed or were not answered. */
    private long pace(long[] dueNanos) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(dueNanos.length);
        AtomicLong failed = new AtomicLong();
        long start = RunningClock.nanos() + LEAD_NANOS;
        for (int i = 0; i < dueNanos.length; i++) {
            long index = i;
            RunningClock.sleepUntil(start + dueNanos[i]);
            long dueAt = start + dueNanos[i] + RunningClock.stalledNanos();
            caller.call(ServiceTime.request(index, load.bytes()), (reply, failure) -> {
                if (reply == null) {
                    failed.incrementAndGet();
                } else {
                    samples.add(dueAt, System.nanoTime());
                    Replies.check(reply, index, load.bytes());
                }
                ended.countDown();
            });
        }
        return ended.await(DRAIN_SECONDS, TimeUnit.SECONDS) ? failed.get() : failed.get() + ended.getCount();
    }

    /**
     * This thread stands for load from elsewhere: real-time priority and a timer without the kernel's usual 50 µs of slack, where the system lets
     * it have them.
     */
    private static void hurry() throws Exception {
        String thread = Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString();
        Path slack = Path.of("/proc", thread, "timerslack_ns");
        if (Files.isWritable(slack)) {
            Files.writeString(slack, "1");
        }
        new ProcessBuilder("chrt", "-f", "-p", "50", thread)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
