package dev.baton.bench.load;

import dev.baton.bench.figures.Figure;
import dev.baton.bench.peers.AsyncCaller;
import dev.baton.bench.peers.AsyncCaller.ReplyHandler;
import dev.baton.bench.plan.ServiceTime;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A fixed number of calls on the way; each reply's callback makes the next one. Runs once. */
final class ClosedLoop {
    private static final int DRAIN_SECONDS = 5;

    private final AsyncCaller caller;
    private final Samples samples;
    private final int bytes;
    private final int outstanding;
    private final CountDownLatch ended;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean measuring;
    private volatile boolean stopping;

    ClosedLoop(AsyncCaller caller, Samples samples, int bytes, int outstanding) {
        this.caller = caller;
        this.samples = samples;
        this.bytes = bytes;
        this.outstanding = outstanding;
        this.ended = new CountDownLatch(outstanding);
    }

    Map<Figure, Double> run(Meter meter, long warmUpMillis, long millis) throws Exception {
        for (int i = 0; i < outstanding; i++) {
            new Slot().call();
        }
        Thread.sleep(warmUpMillis);
        samples.clear();
        Meter.Reading reading = meter.begin();
        long before = answered.get();
        measuring = true;
        Thread.sleep(millis);
        measuring = false;
        Map<Figure, Double> figures = reading.end(answered.get() - before, samples);
        stopping = true;
        boolean all = ended.await(DRAIN_SECONDS, TimeUnit.SECONDS);
        figures.put(Figure.FAILURES, (double) failed.get() + (all ? 0 : ended.getCount()));
        return figures;
    }

    /** One of the calls on the way; there is never more than one of a slot. */
    private final class Slot implements ReplyHandler {
        private long index;
        private long sentNanos;

        void call() {
            index = begun.getAndIncrement();
            byte[] request = ServiceTime.request(index, bytes);
            sentNanos = System.nanoTime();
            caller.call(request, this);
        }

        @Override
        public void onReply(byte @Nullable [] reply, @Nullable Throwable failure) {
            if (reply == null) {
                failed.incrementAndGet();
                ended.countDown(); // the slot ends, so that a broken system does not spin
                return;
            }
            if (measuring) {
                samples.add(sentNanos, System.nanoTime());
            }
            Replies.check(reply, index, bytes);
            answered.incrementAndGet();
            if (stopping) {
                ended.countDown();
            } else {
                call();
            }
        }
    }
}
