package dev.baton.cli.bench;

import java.util.PriorityQueue;

/** One queue before all slots, no way to travel, and a clock without stalls: a call takes the slot that has been free for longest. */
final class IdealQueue {
    private IdealQueue() {}

    static Samples run(Trace trace, TailSettings settings) {
        PriorityQueue<Slot> slots = new PriorityQueue<>();
        for (int worker = 0; worker < settings.workers(); worker++) {
            for (int thread = 0; thread < settings.threads(); thread++) {
                slots.add(new Slot(0, slots.size(), worker));
            }
        }
        Samples samples = new Samples(trace.size());
        for (int call = 0; call < trace.size(); call++) {
            Slot slot = slots.remove();
            long startNanos = Math.max(trace.dueNanos(call), slot.freeAtNanos());
            long tookNanos = (long) (trace.workNanos(call) * settings.slowdownOf(slot.worker()));
            slots.add(new Slot(startNanos + tookNanos, slot.number(), slot.worker()));
            samples.onReply(call, startNanos + tookNanos - trace.dueNanos(call), slot.worker(), tookNanos);
        }
        return samples;
    }

    private record Slot(long freeAtNanos, int number, int worker) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            int byTime = Long.compare(freeAtNanos, other.freeAtNanos);
            return byTime != 0 ? byTime : Integer.compare(number, other.number);
        }
    }
}
