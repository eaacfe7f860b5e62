package dev.baton.cli.admin;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whom a command is meant for: one of the two. */
final class WorkerOrBroker {
    @Parameters(
            index = "0",
            paramLabel = "WORKER",
            description = "A worker's id as ./baton workers lists it, or its beginning if no other begins like that.")
    private @Nullable String worker;

    @Option(names = "--broker", required = true, description = "The broker itself.")
    private boolean broker;

    /** The path of this action upon whom it is meant for. */
    String path(String action) {
        return worker == null ? "/broker/" + action : "/workers/" + AdminApi.segment(worker) + "/" + action;
    }

    boolean isBroker() {
        return worker == null;
    }
}
