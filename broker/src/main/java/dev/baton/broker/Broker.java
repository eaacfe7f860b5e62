package dev.baton.broker;

import dev.baton.broker.access.KeyRing;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.OpenRequestQuery;
import dev.baton.broker.observe.OpenRequests;
import dev.baton.broker.observe.RequestTracer;
import dev.baton.broker.workers.Worker;
import dev.baton.time.SystemNanoClock;
import dev.baton.transport.LoopThread;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running broker.
 *
 * <pre>{@code
 * try (Broker broker = Broker.start(BrokerConfig.of("tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"), BrokerObserver.NONE)) {
 *     broker.ended().join();
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Broker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Broker.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private volatile BrokerConfig config;
    private final BrokerSockets sockets;
    private final BrokerLoop loop;
    private final LoopThread thread;
    private final String frontendEndpoint;
    private final Map<String, String> backendEndpoints = new HashMap<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Broker(BrokerConfig config, BrokerObserver observer, RequestTracer tracer) {
        this.config = config;
        this.sockets = BrokerSockets.open(config, new ConnectionEvents(), this::fail);
        sockets.observe(observer);
        this.loop = new BrokerLoop(
                sockets,
                config,
                observer,
                tracer,
                this::stopLoop,
                this::closeContext,
                () -> fail(new IllegalStateException("an I/O thread does not answer any more")),
                SystemNanoClock.INSTANCE.nanoTime());
        this.thread = new LoopThread("baton-broker", loop, SystemNanoClock.INSTANCE);
        this.frontendEndpoint = sockets.frontend().endpoint();
        loop.snapshot().pools().forEach(pool -> backendEndpoints.put(pool.name(), pool.endpoint()));
    }

    /** Connection events arrive as commands, so on the broker thread, once the loop runs. */
    private final class ConnectionEvents implements BrokerSockets.PoolEvents {
        @Override
        public void onConnected(int pool, String address) {
            loop.pool(pool).onConnected(address, loop.now());
        }

        @Override
        public void onDisconnected(int pool, String address) {
            loop.pool(pool).onDisconnected(address);
        }
    }

    /**
     * Binds the sockets and starts the loop.
     *
     * @throws dev.baton.transport.BindException if an address is not to be had
     */
    public static Broker start(BrokerConfig config, BrokerObserver observer) {
        return start(config, observer, RequestTracer.NONE);
    }

    /**
     * The same with spans of each request's way through the broker, which cost some microseconds of the loop's time for each.
     *
     * @throws dev.baton.transport.BindException if an address is not to be had
     */
    public static Broker start(BrokerConfig config, BrokerObserver observer, RequestTracer tracer) {
        Broker broker = new Broker(config, observer, tracer);
        broker.thread.start();
        return broker;
    }

    /** Where clients connect, with the port that was chosen. */
    public String frontendEndpoint() {
        return frontendEndpoint;
    }

    /**
     * Where this pool's workers connect, with the port that was chosen.
     *
     * @throws IllegalArgumentException if there is no such pool
     */
    public String backendEndpoint(String pool) {
        String endpoint = backendEndpoints.get(pool);
        if (endpoint == null) {
            throw new IllegalArgumentException(
                    "pool: " + pool + " (expected: one of " + backendEndpoints.keySet() + ")");
        }
        return endpoint;
    }

    /** What the broker looked like a moment ago. */
    public BrokerSnapshot snapshot() {
        return loop.snapshot();
    }

    /** Whether it takes requests. */
    public boolean isServing() {
        return snapshot().state() == BrokerSnapshot.State.SERVING && !ended.isDone();
    }

    /** Refuses what comes, finishes what it has within the drain time, then closes. Completed when all is closed. Twice is fine. */
    public CompletableFuture<Void> drain() {
        return drain(config.drainTime());
    }

    /** The same with another drain time. */
    public CompletableFuture<Void> drain(Duration patience) {
        sockets.commands().offer(() -> loop.onDrain(patience.toNanos()));
        return ended();
    }

    /** What it goes by. */
    public BrokerConfig config() {
        return config;
    }

    /**
     * Takes over those settings that can change under way: limits of queues, time-outs, drain time, the windows' factors, when to give up and
     * what to refuse. Addresses, patience and whatever belongs to a socket stay as they were. Completed when it holds.
     *
     * @throws IllegalArgumentException if the pools are not the same
     */
    public CompletableFuture<Void> reconfigure(BrokerConfig changed) {
        List<String> names = changed.pools().stream().map(PoolConfig::name).toList();
        if (!names.equals(config.pools().stream().map(PoolConfig::name).toList())) {
            throw new IllegalArgumentException("pools: " + names + " (expected: the same as before)");
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        config = changed;
        BrokerKeys keys = changed.keys();
        if (keys != null) {
            authorize(keys.ring());
        }
        sockets.commands().offer(() -> {
            loop.onReconfigure(changed);
            done.complete(null);
        });
        return done;
    }

    /** From now on this list of keys holds. Whoever may not be here by it loses his connections; means nothing where no keys are asked for. */
    public void authorize(KeyRing ring) {
        BrokerKeys keys = config.keys();
        if (keys != null) {
            config = config.withKeys(keys.withRing(ring));
            sockets.authorize(ring);
            sockets.commands().offer(loop::onKeysChanged);
        }
    }

    /**
     * Refuses what comes and finishes what it has, but stays until {@link #resume} or {@link #drain}.
     *
     * @return false: it is about to end already
     */
    public CompletableFuture<Boolean> pause() {
        return ask(loop::onPause);
    }

    /**
     * Takes requests again after a {@link #pause}. A drain cannot be taken back.
     *
     * @return whether it serves
     */
    public CompletableFuture<Boolean> resume() {
        return ask(loop::onResume);
    }

    /**
     * Has a worker take nothing new, finish what it holds, and stay connected. It shows as DRAINING once it has said so itself.
     *
     * @return true: it was told, and will be told again until it has done so; false: there is no such worker; exceptionally with {@link
     *     IllegalStateException}: it does not listen to control messages
     */
    public CompletableFuture<Boolean> drainWorker(String workerId) {
        return ask(() -> loop.onWish(workerId, Worker.Wish.DRAIN));
    }

    /** Has a drained worker take requests again; the result is as that of {@link #drainWorker}. */
    public CompletableFuture<Boolean> resumeWorker(String workerId) {
        return ask(() -> loop.onWish(workerId, Worker.Wish.RESUME));
    }

    /**
     * What waits or runs at this moment. The loop looks at each request that is here, which takes it some milliseconds where there are a hundred
     * thousand: ask for people, not in a loop. While nobody asks it costs nothing.
     */
    public CompletableFuture<OpenRequests> openRequests(OpenRequestQuery query) {
        return ask(() -> loop.onOpenRequests(query));
    }

    /** Has the broker thread do this; ends exceptionally where it does not any more. */
    private <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (ended.isDone()) {
            answer.completeExceptionally(new IllegalStateException("the broker has ended"));
            return answer;
        }
        sockets.commands().offer(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.orTimeout(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Completed when the broker has ended; exceptionally if it could not go on, because an I/O thread died. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** Answers what it has with UNAVAILABLE and closes, within some seconds. Twice is fine. */
    @Override
    public void close() {
        try {
            drain(Duration.ZERO).get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("the broker did not close within {} s", CLOSE_LIMIT.toSeconds());
        } catch (ExecutionException e) {
            log.debug("closed after it had failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopLoop() {
        thread.stop();
    }

    /** Called on the broker thread, as the last thing that it does. */
    private void closeContext() {
        sockets.closeContext();
        ended.complete(null);
    }

    private void fail(Throwable death) {
        ended.completeExceptionally(new IllegalStateException("an I/O thread died: " + death, death));
        thread.stop();
    }
}
