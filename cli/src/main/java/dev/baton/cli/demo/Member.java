package dev.baton.cli.demo;

import dev.baton.cli.CommandException;
import dev.baton.cli.Json;
import dev.baton.cli.process.ChildProcess;
import dev.baton.cli.process.Children;
import dev.baton.cli.process.JvmCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * One process of the demo, and the last thing it reported. Thread-safe.
 *
 * @param <R> its reports
 */
final class Member<R> {
    private final ChildProcess process;
    private final Class<R> type;
    private final Predicate<R> reaches;
    private final CompletableFuture<R> milestone = new CompletableFuture<>();
    private volatile R latest;

    private Member(
            Children children, String name, List<String> arguments, R none, Class<R> type, Predicate<R> reaches) {
        this.type = type;
        this.reaches = reaches;
        this.latest = none;
        this.process = children.start(name, JvmCommand.shortLived(arguments), this::onReport);
    }

    static Member<BrokerReport> broker(Children children, List<String> arguments) {
        BrokerReport none = new BrokerReport("", "", "");
        return new Member<>(children, "broker", arguments, none, BrokerReport.class, report -> true).watched();
    }

    static Member<WorkerReport> worker(Children children, String name, List<String> arguments) {
        return new Member<>(children, name, arguments, WorkerReport.NONE, WorkerReport.class, WorkerReport::connected)
                .watched();
    }

    static Member<ClientReport> client(Children children, String name, List<String> arguments) {
        return new Member<>(children, name, arguments, ClientReport.NONE, ClientReport.class, ClientReport::done)
                .watched();
    }

    String name() {
        return process.name();
    }

    /** The last report. */
    R latest() {
        return latest;
    }

    ChildProcess process() {
        return process;
    }

    /** Completed with the report that says what is waited for (ready; for a client: done); exceptionally if the process ends before. */
    CompletableFuture<R> milestone() {
        return milestone;
    }

    private Member<R> watched() {
        process.ended().thenAccept(code -> milestone.completeExceptionally(death(code)));
        return this;
    }

    private void onReport(String line) {
        R report = Json.read(line, type);
        latest = report;
        if (reaches.test(report)) {
            milestone.complete(report);
        }
    }

    private CommandException death(int exitCode) {
        String words = process.lastWords();
        return CommandException.failed(name() + " ended with exit code " + exitCode
                + (words.isEmpty() ? "" : ": " + words.substring(words.lastIndexOf('\n') + 1)));
    }
}
