package dev.baton.it.simulation;

import dev.baton.broker.dispatch.PoolSettings;
import dev.baton.broker.queue.RequestQueue;
import java.util.Arrays;
import java.util.List;

/** One cell of the balance table: the same arrivals through the ideal, a bare DEALER, and Baton. */
final class BalanceExperiment {
    static final long ONE_WAY_NANOS = 50_000;
    static final int JOBS = 40_000;

    /**
     * What is tried.
     *
     * @param load of the slots that there are, a slow one counting for what it does
     */
    record Setup(Workload workload, int workers, int slots, double load, double slowness) {
        double[] workerSlowness() {
            double[] each = new double[workers];
            Arrays.fill(each, 1);
            each[0] = slowness;
            return each;
        }

        double[] slotSlowness() {
            double[] each = new double[workers * slots];
            for (int i = 0; i < each.length; i++) {
                each[i] = workerSlowness()[i / slots];
            }
            return each;
        }

        double busySlots() {
            return load * Arrays.stream(slotSlowness()).map(s -> 1 / s).sum();
        }
    }

    /** The rules that are tried. */
    record Rules(double windowFactor, int maxHops) {}

    /** The 99th percentiles in milliseconds, and how often a request was handed back on average. */
    record Result(Setup setup, double ideal, double plain, double baton, double handBacks) {
        double ratio() {
            return baton / ideal;
        }
    }

    private BalanceExperiment() {}

    static Result run(Setup setup, Rules rules, long seed) {
        List<Job> jobs = setup.workload().arrivals(JOBS, setup.busySlots(), seed);
        long[] ideal = Reference.centralQueue(jobs, setup.slotSlowness());
        long[] plain =
                Reference.roundRobin(jobs, setup.workers(), setup.slots(), setup.workerSlowness(), ONE_WAY_NANOS);
        SimulatedBroker broker = simulate(setup, rules, jobs);
        long[] baton = jobs.stream().mapToLong(Job::latencyNanos).toArray();
        return new Result(
                setup,
                Reference.millisAt(0.99, ideal),
                Reference.millisAt(0.99, plain),
                Reference.millisAt(0.99, baton),
                (double) broker.handBacks / JOBS);
    }

    private static SimulatedBroker simulate(Setup setup, Rules rules, List<Job> jobs) {
        EventLoop loop = new EventLoop();
        RequestQueue.Limits noLimits =
                new RequestQueue.Limits(1 << 30, Long.MAX_VALUE, 1 << 30, Long.MAX_VALUE, 500_000_000);
        PoolSettings settings = new PoolSettings(
                noLimits, rules.windowFactor(), 1, 1_000_000_000, 3, 750_000_000, 10_000_000_000L, false);
        SimulatedBroker broker = new SimulatedBroker(loop, settings, Network.calm(loop, ONE_WAY_NANOS));
        for (int i = 0; i < setup.workers(); i++) {
            broker.connect(new SimulatedWorker(
                    "w" + i, setup.slots(), setup.workerSlowness()[i], rules.maxHops(), setup.slots(), loop, broker));
        }
        jobs.forEach(job -> loop.at(job.arrivesNanos, () -> broker.submit(job)));
        long end = jobs.get(jobs.size() - 1).arrivesNanos;
        while (jobs.stream().anyMatch(job -> job.outcomes == 0)) {
            end += 10_000_000_000L;
            loop.runUntil(end);
        }
        return broker;
    }
}
