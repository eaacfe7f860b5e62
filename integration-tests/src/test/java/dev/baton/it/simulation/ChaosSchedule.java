package dev.baton.it.simulation;

import dev.baton.broker.dispatch.PoolSettings;
import dev.baton.broker.queue.RequestQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A run in which workers are killed, frozen, drained and started and messages get lost, all from one seed. */
final class ChaosSchedule {
    private static final long MILLIS = 1_000_000;
    private static final long SPAN_NANOS = 4_000 * MILLIS;

    final long seed;
    final boolean withLoss;
    final List<Job> jobs = new ArrayList<>();
    final EventLoop loop = new EventLoop();
    final SimulatedBroker broker;
    private final Random random;
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final StringBuilder story = new StringBuilder();

    ChaosSchedule(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.withLoss = random.nextBoolean();
        Network network = Network.rough(loop, 50_000, 400_000, withLoss ? 0.01 : 0, seed);
        this.broker = new SimulatedBroker(loop, settings(), network);
    }

    private static PoolSettings settings() {
        RequestQueue.Limits limits = new RequestQueue.Limits(1000, Long.MAX_VALUE, 1000, Long.MAX_VALUE, 500 * MILLIS);
        return new PoolSettings(limits, 1.1, 1, 1000 * MILLIS, 3, 750 * MILLIS, 10_000 * MILLIS, false);
    }

    /** Runs until everything has come to rest. */
    void run() {
        int first = 1 + random.nextInt(5);
        for (int i = 0; i < first; i++) {
            startWorker();
        }
        int calls = 20 + random.nextInt(200);
        for (int i = 0; i < calls; i++) {
            call(i);
        }
        int blows = random.nextInt(8);
        for (int i = 0; i < blows; i++) {
            loop.at(within(SPAN_NANOS), this::strike);
        }
        loop.at(SPAN_NANOS, this::startWorker); // somebody is there in the end
        loop.runUntil(60_000 * MILLIS);
    }

    private void call(int number) {
        long at = within(SPAN_NANOS);
        long work = random.nextInt(10) == 0 ? within(1500 * MILLIS) : within(30 * MILLIS);
        long deadline = at + (random.nextInt(4) == 0 ? within(200 * MILLIS) : 20_000 * MILLIS);
        Job job = new Job(number, at, work, random.nextBoolean(), deadline);
        if (random.nextInt(4) == 0) {
            job.streams(1 + random.nextInt(30), 1 + random.nextInt(8));
        }
        jobs.add(job);
        loop.at(at, () -> broker.submit(job));
    }

    private void strike() {
        List<SimulatedWorker> alive =
                workers.stream().filter(SimulatedWorker::isAlive).toList();
        if (alive.isEmpty() || random.nextInt(3) == 0) {
            startWorker();
            return;
        }
        SimulatedWorker victim = alive.get(random.nextInt(alive.size()));
        switch (random.nextInt(3)) {
            case 0 -> {
                tell("kill " + victim.id);
                victim.kill(random.nextBoolean());
                broker.cut(victim, within(3 * MILLIS));
            }
            case 1 -> {
                long nanos = within(3000 * MILLIS);
                tell("freeze " + victim.id + " for " + nanos / MILLIS + " ms");
                victim.freeze(nanos);
            }
            default -> {
                tell("drain " + victim.id);
                victim.drain();
            }
        }
    }

    private void startWorker() {
        SimulatedWorker worker = new SimulatedWorker(
                "w" + workers.size(), 1 + random.nextInt(6), 1, 8, 1 + random.nextInt(6), loop, broker);
        tell("start " + worker.id + " with " + worker.capacity + " slots");
        workers.add(worker);
        broker.connect(worker);
    }

    private long within(long nanos) {
        return (long) (random.nextDouble() * nanos);
    }

    private void tell(String what) {
        story.append(loop.now() / MILLIS).append(" ms: ").append(what).append('\n');
    }

    @Override
    public String toString() {
        return "seed " + seed + (withLoss ? ", with lost messages" : "") + '\n' + story;
    }
}
