package dev.baton.it.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/** What the simulated broker is held against, computed on the same arrivals. */
final class Reference {
    private Reference() {}

    /** One queue before all slots and no way to travel: a request takes the slot that has been free for longest, or else the next to be free. */
    static long[] centralQueue(List<Job> jobs, double[] slotSlowness) {
        PriorityQueue<Slot> slots = new PriorityQueue<>();
        for (double slowness : slotSlowness) {
            slots.add(new Slot(0, slots.size(), slowness));
        }
        long[] latencies = new long[jobs.size()];
        for (int i = 0; i < latencies.length; i++) {
            Job job = jobs.get(i);
            Slot slot = slots.remove();
            long start = Math.max(job.arrivesNanos, slot.freeAtNanos());
            long end = start + (long) (job.workNanos * slot.slowness());
            slots.add(new Slot(end, slot.number(), slot.slowness()));
            latencies[i] = end - job.arrivesNanos;
        }
        return latencies;
    }

    private record Slot(long freeAtNanos, int number, double slowness) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            int byTime = Long.compare(freeAtNanos, other.freeAtNanos);
            return byTime != 0 ? byTime : Integer.compare(number, other.number);
        }
    }

    /** A bare DEALER: each request goes to the next worker in turn and waits there for one of its slots. */
    static long[] roundRobin(List<Job> jobs, int workers, int slots, double[] slowness, long oneWayNanos) {
        long[][] freeAt = new long[workers][slots];
        long[] latencies = new long[jobs.size()];
        for (int i = 0; i < latencies.length; i++) {
            Job job = jobs.get(i);
            int worker = i % workers;
            int slot = 0;
            for (int s = 1; s < slots; s++) {
                slot = freeAt[worker][s] < freeAt[worker][slot] ? s : slot;
            }
            long start = Math.max(job.arrivesNanos + oneWayNanos, freeAt[worker][slot]);
            freeAt[worker][slot] = start + (long) (job.workNanos * slowness[worker]);
            latencies[i] = freeAt[worker][slot] + oneWayNanos - job.arrivesNanos;
        }
        return latencies;
    }

    /** The value below which this share lies. */
    static double millisAt(double share, long[] latencies) {
        long[] sorted = latencies.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }
}
