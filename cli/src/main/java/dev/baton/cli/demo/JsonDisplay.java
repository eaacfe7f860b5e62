package dev.baton.cli.demo;

import dev.baton.cli.Json;
import java.io.PrintWriter;

/** Says nothing until the end, and then one JSON object. */
record JsonDisplay(PrintWriter out) implements Display {
    @Override
    public void started(BrokerReport broker) {}

    @Override
    public void refresh(DemoView view) {}

    @Override
    public void finished(DemoView view) {
        out.println(Json.line(DemoResult.of(view)));
        out.flush();
    }
}
