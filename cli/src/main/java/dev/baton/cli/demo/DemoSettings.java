package dev.baton.cli.demo;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the demo is to do.
 *
 * @param clients how many client processes
 * @param workers how many worker processes
 * @param threads slots of each worker
 * @param delay what each request takes longer in a worker
 * @param requests how many requests all clients send together; 0: as many as they can within {@code runFor}
 * @param runFor how long the clients send if there is no number of requests
 * @param input the file or directory with the text
 */
record DemoSettings(int clients, int workers, int threads, Duration delay, long requests, Duration runFor, Path input) {

    /** The share of the client with this index; the first ones send one more where it does not come out even. */
    long requestsOf(int client) {
        return requests / clients + (client < requests % clients ? 1 : 0);
    }
}
