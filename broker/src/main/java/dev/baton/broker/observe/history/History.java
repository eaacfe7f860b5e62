package dev.baton.broker.observe.history;

import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.FinishedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The last fifteen minutes, second by second, of each pool and of all. Written by the broker thread; any thread may read. */
public final class History implements BrokerObserver {
    /** How far back it goes. */
    public static final Duration KEPT = Duration.ofMinutes(15);

    private static final int SECONDS = (int) KEPT.toSeconds();
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long startNanos;
    private final Track all = new Track(SECONDS);
    private final List<Track> pools = new ArrayList<>();
    private volatile long second;

    /**
     * An empty history.
     *
     * @param poolCount how many pools there are
     * @param nowNanos when the first second begins
     */
    public History(int poolCount, long nowNanos) {
        this.startNanos = nowNanos;
        for (int i = 0; i < poolCount; i++) {
            pools.add(new Track(SECONDS));
        }
    }

    @Override
    public void onFinished(FinishedRequest request) {
        all.count(request);
        if (request.pool() >= 0) {
            pools.get(request.pool()).count(request);
        }
    }

    @Override
    public void onSnapshot(BrokerSnapshot snapshot) {
        long now = Math.floorDiv(snapshot.atNanos() - startNanos, SECOND_NANOS);
        if (now > second) {
            // Seconds that nobody looked at, because the process stood still, stay empty: what came then counts for the
            // one that ends now.
            all.close(now - 1, sum(snapshot.pools()));
            for (int i = 0; i < pools.size(); i++) {
                pools.get(i).close(now - 1, snapshot.pools().get(i));
            }
            second = now;
        }
    }

    private static PoolSnapshot sum(List<PoolSnapshot> pools) {
        return new PoolSnapshot(
                "",
                "",
                pools.stream().mapToInt(PoolSnapshot::queued).sum(),
                0,
                pools.stream().mapToInt(PoolSnapshot::inFlight).sum(),
                0,
                pools.stream().mapToInt(PoolSnapshot::window).sum(),
                0,
                0,
                0,
                0,
                List.of(),
                "",
                0,
                pools.stream().mapToLong(PoolSnapshot::handBacks).sum());
    }

    /** The second that runs; all before it are over. */
    public long second() {
        return second;
    }

    /** When a second began, by the monotonic clock. */
    public long beginOf(long ofSecond) {
        return startNanos + ofSecond * SECOND_NANOS;
    }

    /** The last seconds of all pools together, oldest first; null where nothing is known. */
    public List<@Nullable Second> last(int seconds) {
        long now = second;
        return all.seconds(now - seconds, now);
    }

    /** The last seconds of one pool. */
    public List<@Nullable Second> last(int pool, int seconds) {
        long now = second;
        return pools.get(pool).seconds(now - seconds, now);
    }

    /** The last few seconds of all pools together. */
    public Rates rates() {
        return all.rates();
    }

    /** The last few seconds of one pool. */
    public Rates rates(int pool) {
        return pools.get(pool).rates();
    }
}
