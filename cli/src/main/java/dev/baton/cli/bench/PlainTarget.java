package dev.baton.cli.bench;

import dev.baton.cli.bench.plain.PlainClient;
import java.nio.ByteBuffer;

/** The plain proxy through a plain client. */
final class PlainTarget implements Target {
    private final PlainClient client;

    PlainTarget(String frontend, Listener listener) {
        this.client = new PlainClient(frontend, reply -> listener.onDone(Work.Done.read(ByteBuffer.wrap(reply))));
    }

    @Override
    public void send(int call, long workNanos) {
        client.send(Work.request(call, workNanos));
    }

    @Override
    public void close() throws InterruptedException {
        client.close();
    }
}
