package dev.baton.cli.bench;

import dev.baton.cli.CommandException;
import dev.baton.cli.Json;
import dev.baton.cli.demo.BrokerReport;
import dev.baton.cli.process.Children;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The processes: broker and proxy first, which choose free ports; then the workers of both and the client; and when all are there, the client
 * is told to begin. Who has not got the turn idles. Main thread only.
 */
final class TailBench {
    /** Per turn, beyond its duration: what the plain proxy's queue may take to empty, and more. */
    private static final long TURN_LIMIT_SECONDS = 300;

    private final TailSettings settings;
    private final Consumer<RoundReport> display;
    private final List<RoundReport> reports = Collections.synchronizedList(new ArrayList<>());

    TailBench(TailSettings settings, Consumer<RoundReport> display) {
        this.settings = settings;
        this.display = display;
    }

    /**
     * Runs it to its end; no child is left when this returns.
     *
     * @throws CommandException if a process could not be started or died
     */
    TailResult run() throws InterruptedException {
        try (Children children = new Children()) {
            try {
                runWith(children);
            } catch (CommandException e) {
                throw children.isInterrupted() ? CommandException.failed("interrupted") : e;
            }
        }
        return TailResult.of(settings, List.copyOf(reports));
    }

    private void runWith(Children children) throws InterruptedException {
        Part broker = Part.start(children, "broker", brokerArguments());
        Part proxy = Part.start(children, "plain proxy", List.of("plain-proxy"));
        BrokerReport baton = Json.read(broker.awaitReport(), BrokerReport.class);
        BrokerReport plain = Json.read(proxy.awaitReport(), BrokerReport.class);
        List<Part> workers = new ArrayList<>();
        for (int i = 0; i < settings.workers(); i++) {
            workers.add(Part.start(children, "worker " + (i + 1), workerArguments(baton.backend(), i)));
            workers.add(Part.start(
                    children, "plain worker " + (i + 1), with(workerArguments(plain.backend(), i), "--plain")));
        }
        Part client = Part.start(
                children,
                "client",
                clientArguments(baton.frontend(), plain.frontend()),
                line -> onReport(Json.read(line, RoundReport.class)));
        workers.forEach(Part::awaitReport);
        client.process().tell("go");
        awaitEnd(client);
    }

    private void onReport(RoundReport report) {
        reports.add(report);
        display.accept(report);
    }

    private void awaitEnd(Part client) throws InterruptedException {
        long turns = 1 + 2L * settings.rounds();
        long limitSeconds = turns * (settings.duration().toSeconds() + TURN_LIMIT_SECONDS);
        try {
            int exitCode = client.process().ended().get(limitSeconds, TimeUnit.SECONDS);
            if (exitCode != 0) {
                throw client.death(exitCode);
            }
        } catch (TimeoutException | ExecutionException e) {
            throw CommandException.failed("the client did not end within " + limitSeconds + " s");
        }
    }

    private static List<String> brokerArguments() {
        return List.of("broker", "--frontend=tcp://127.0.0.1:*", "--backend=tcp://127.0.0.1:*", "--admin=127.0.0.1:0");
    }

    private List<String> workerArguments(String backend, int number) {
        return List.of(
                "tail-worker",
                "--backend=" + backend,
                "--number=" + number,
                "--threads=" + settings.threads(),
                "--slowdown=" + settings.slowdownOf(number));
    }

    private List<String> clientArguments(String baton, String plain) {
        return Stream.concat(
                        Stream.of("tail-client", "--baton=" + baton, "--plain=" + plain),
                        TailOptions.arguments(settings).stream())
                .toList();
    }

    private static List<String> with(List<String> arguments, String one) {
        return Stream.concat(arguments.stream(), Stream.of(one)).toList();
    }
}
