package dev.baton.examples.leaders;

import dev.baton.cli.process.Threads;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.leader.ThreadRole;
import dev.baton.worker.leader.ThreadSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes down what a worker's threads do. Handlers tell when they begin; for the rest it looks at the threads ten thousand times a second, so
 * whoever leads for less than that may be missed. Thread-safe.
 */
final class Recorder {
    private static final long EVERY_MICROS = 100;

    private final BatonWorker worker;
    private final ScheduledExecutorService timer = Threads.scheduler("recorder");
    private final long startNanos = System.nanoTime();

    /** For each thread what it does at present; the end is not known yet. */
    private final List<Span> current = new ArrayList<>();

    private final List<Span> finished = new ArrayList<>();

    /** Begins. */
    Recorder(BatonWorker worker) {
        this.worker = worker;
        for (ThreadSnapshot thread : worker.snapshot().threads()) {
            current.add(new Span(thread.index(), thread.role(), 0, 0, 0));
        }
        timer.scheduleAtFixedRate(this::look, 0, EVERY_MICROS, TimeUnit.MICROSECONDS);
    }

    /** This thread begins with this task. */
    synchronized void onTask(Thread thread, int task) {
        change(names().indexOf(thread.getName()), ThreadRole.PROCESSING, task);
    }

    private synchronized void look() {
        for (ThreadSnapshot thread : worker.snapshot().threads()) {
            boolean toldByHandler = thread.role() == ThreadRole.PROCESSING;
            if (!toldByHandler && thread.role() != current.get(thread.index()).role()) {
                change(thread.index(), thread.role(), 0);
            }
        }
    }

    private void change(int thread, ThreadRole role, int task) {
        long nowMicros = nowMicros();
        finished.add(current.get(thread).until(nowMicros));
        current.set(thread, new Span(thread, role, task, nowMicros, nowMicros));
    }

    /** Ends, and tells what was seen. */
    synchronized Timeline stop() {
        timer.shutdownNow();
        current.forEach(span -> finished.add(span.until(nowMicros())));
        finished.sort(Comparator.comparingLong(Span::fromMicros));
        return new Timeline(names(), List.copyOf(finished));
    }

    private long nowMicros() {
        return (System.nanoTime() - startNanos) / 1_000;
    }

    private List<String> names() {
        return worker.snapshot().threads().stream().map(ThreadSnapshot::name).toList();
    }
}
