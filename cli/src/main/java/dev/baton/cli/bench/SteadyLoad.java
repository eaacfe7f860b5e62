package dev.baton.cli.bench;

import dev.baton.cli.demo.DemoPayloads;
import dev.baton.client.BatonClient;
import dev.baton.client.BatonClientBuilder;
import dev.baton.client.CallOptions;
import dev.baton.transport.CurveSecurity;
import dev.baton.wire.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clients who call at a rate while others are up to something. Main thread only. */
final class SteadyLoad implements AutoCloseable {
    /** How many calls a second there may be. */
    static final int RATE_MAX = 100_000;

    /** How many workers it is for, and how many slots each of them has. */
    static final int WORKERS = 2;

    static final int THREADS = 4;

    private static final String METHOD = "baton.demo.Text/Echo";
    private static final int SIZE_BYTES = 128;
    private static final int CLIENTS = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration WARM_UP_MAX = Duration.ofSeconds(20);

    private final int rate;
    private final List<BatonClient> clients = new ArrayList<>();

    private SteadyLoad(String frontend, int rate, @Nullable CurveSecurity keys) {
        this.rate = rate;
        for (int i = 0; i < CLIENTS; i++) {
            BatonClientBuilder builder =
                    BatonClient.builder().broker(frontend).name("steady-" + i).callbackExecutor(Runnable::run);
            clients.add((keys == null ? builder : builder.curve(keys)).build());
        }
    }

    /** Connects them. */
    static SteadyLoad connect(String frontend, int rate, @Nullable CurveSecurity keys) {
        return new SteadyLoad(frontend, rate, keys);
    }

    /** A third of this, but not longer than makes sense. */
    static Duration warmUp(Duration duration) {
        return aThird(duration, WARM_UP_MAX);
    }

    static Duration aThird(Duration duration, Duration most) {
        Duration third = duration.dividedBy(3);
        return third.compareTo(most) < 0 ? third : most;
    }

    /** Makes calls for this long, after those of the warm-up, and waits until they have ended. */
    LoadResult run(Duration warmUp, Duration lasting) {
        Payload request = DemoPayloads.wrap(METHOD, Payload.wrap(new byte[SIZE_BYTES]));
        CallOptions options = CallOptions.deadline(TIMEOUT).idempotent();
        LoadSettings settings =
                new LoadSettings(METHOD, request, options, rate, 0, CLIENTS, SIZE_BYTES, warmUp, lasting);
        Load load = new Load(settings, clients);
        load.run();
        return LoadResult.of(settings, load.tally());
    }

    @Override
    public void close() {
        clients.forEach(BatonClient::close);
    }
}
