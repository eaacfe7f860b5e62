package dev.baton.cli.bench;

import dev.baton.client.CallOptions;
import dev.baton.wire.Payload;
import java.time.Duration;

/**
 * What load to make.
 *
 * @param method whom to call
 * @param request with what
 * @param options how each call is made
 * @param rate calls a second of all clients together; 0: as fast as answers come
 * @param concurrency how many calls are open at once if there is no rate
 * @param clients how many connections
 * @param sizeBytes how large the request is, before it is wrapped into a message of the method's
 * @param warmUp how long calls are made before they count
 * @param duration how long they count
 */
record LoadSettings(
        String method,
        Payload request,
        CallOptions options,
        double rate,
        int concurrency,
        int clients,
        int sizeBytes,
        Duration warmUp,
        Duration duration) {

    boolean isPaced() {
        return rate > 0;
    }

    Duration timeout() {
        return options.timeout().orElseThrow();
    }
}
