package dev.baton.cli.demo;

/** Where the demo shows what happens. Main thread only. */
interface Display {
    /** The broker runs. */
    void started(BrokerReport broker);

    /** A moment of the demo. */
    void refresh(DemoView view);

    /** The demo's end. */
    void finished(DemoView view);
}
