package dev.baton.cli.bench;

/** Who is measured. */
enum BenchSystem {
    /** One queue before all slots, computed. */
    IDEAL("ideal queue"),
    /** Broker, workers and client as they are shipped. */
    BATON("Baton"),
    /** JeroMQ's proxy, and REP sockets behind it. */
    PLAIN("plain proxy");

    private final String title;

    BenchSystem(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
