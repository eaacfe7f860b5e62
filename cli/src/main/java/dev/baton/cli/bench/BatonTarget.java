package dev.baton.cli.bench;

import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.wire.Payload;
import java.time.Duration;

/** Baton through its own client. */
final class BatonTarget implements Target {
    static final String METHOD = "baton.bench.Tail/Work";

    private static final CallOptions OPTIONS =
            CallOptions.deadline(Duration.ofMinutes(10)).idempotent();
    private static final int UNBOUNDED = 10_000_000;

    private final BatonClient client;
    private final Listener listener;

    BatonTarget(String frontend, Listener listener) {
        this.listener = listener;
        this.client = BatonClient.builder()
                .broker(frontend)
                .name("tail-client")
                .maxQueued(UNBOUNDED)
                .callbackExecutor(Runnable::run)
                .build();
    }

    @Override
    public void send(int call, long workNanos) {
        client.callAsync(METHOD, Payload.wrap(Work.request(call, workNanos)), OPTIONS)
                .whenComplete((reply, error) -> {
                    if (error == null) {
                        listener.onDone(Work.Done.read(reply.asByteBuffer()));
                    } else {
                        listener.onFailure(call, error);
                    }
                });
    }

    @Override
    public void close() {
        client.close();
    }
}
