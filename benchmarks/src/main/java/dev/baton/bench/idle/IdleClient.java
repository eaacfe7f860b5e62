package dev.baton.bench.idle;

import java.util.Optional;

/** A client that is connected and asks for nothing. */
enum IdleClient implements Role {
    /** As plain ZeroMQ clients are: answers pings, sends none. */
    SILENT {
        @Override
        public Optional<byte[]> beat() {
            return Optional.empty();
        }
    },
    /** As those of Baton's SDK are: probes the broker too. */
    PINGING {
        @Override
        public Optional<byte[]> beat() {
            return Optional.of(Zmtp.ping());
        }
    }
}
