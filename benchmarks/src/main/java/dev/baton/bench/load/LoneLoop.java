package dev.baton.bench.load;

import dev.baton.bench.figures.Figure;
import dev.baton.bench.peers.LoneCaller;
import dev.baton.bench.plan.ServiceTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One thread that calls, waits, and calls again. */
final class LoneLoop {
    private final LoneCaller caller;
    private final Samples samples;
    private final int bytes;
    private long calls;

    LoneLoop(LoneCaller caller, Samples samples, int bytes) {
        this.caller = caller;
        this.samples = samples;
        this.bytes = bytes;
    }

    Map<Figure, Double> run(Meter meter, long warmUpMillis, long millis) throws Exception {
        callFor(warmUpMillis);
        samples.clear();
        Meter.Reading reading = meter.begin();
        long before = calls;
        callFor(millis);
        Map<Figure, Double> figures = reading.end(calls - before, samples);
        figures.put(Figure.FAILURES, 0.0);
        return figures;
    }

    private void callFor(long millis) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long now = System.nanoTime();
        while (now - end < 0) {
            byte[] request = ServiceTime.request(calls, bytes);
            byte[] reply = caller.call(request);
            long later = System.nanoTime();
            samples.add(now, later);
            Replies.check(reply, calls++, bytes);
            now = later;
        }
    }
}
