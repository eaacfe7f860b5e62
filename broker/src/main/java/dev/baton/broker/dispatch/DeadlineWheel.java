package dev.baton.broker.dispatch;

import dev.baton.broker.queue.BrokerRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;

/** Tells which requests' deadlines have passed, to about a millisecond. Broker thread only. */
final class DeadlineWheel {
    private static final long TICK_NANOS = 1 << 20;
    private static final int TICKS_PER_WHEEL = 1 << 10;

    private final DeadlineTimerWheel wheel;
    private final Long2ObjectHashMap<BrokerRequest> byTimer = new Long2ObjectHashMap<>();

    DeadlineWheel(long nowNanos) {
        wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, nowNanos, TICK_NANOS, TICKS_PER_WHEEL);
    }

    void add(BrokerRequest request) {
        long timer = wheel.scheduleTimer(request.deadlineNanos());
        byTimer.put(timer, request);
        request.timedBy(timer);
    }

    void remove(BrokerRequest request) {
        if (byTimer.get(request.timer()) == request) {
            byTimer.remove(request.timer());
            wheel.cancelTimer(request.timer());
        }
    }

    /** Shows and forgets those whose time has come; tells how many. */
    int expire(long nowNanos, Consumer<BrokerRequest> expired) {
        if (wheel.timerCount() == 0) {
            wheel.currentTickTime(nowNanos);
            return 0;
        }
        int count = 0;
        do {
            count += wheel.poll(nowNanos, (unit, now, timer) -> fire(timer, expired), Integer.MAX_VALUE);
        } while (wheel.currentTickTime() - nowNanos <= 0 && wheel.timerCount() > 0);
        return count;
    }

    private boolean fire(long timer, Consumer<BrokerRequest> expired) {
        BrokerRequest request = byTimer.remove(timer);
        if (request != null) {
            expired.accept(request);
        }
        return true;
    }

    int size() {
        return byTimer.size();
    }
}
