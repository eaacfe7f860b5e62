package dev.baton.it;

import dev.baton.cli.Json;
import dev.baton.cli.demo.BrokerReport;
import dev.baton.cli.process.ChildProcess;
import dev.baton.cli.process.Children;
import dev.baton.cli.process.JvmCommand;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The processes of one test: brokers as {@code ./baton broker} starts them, workers of {@link WorkerMain}, scripts in Python. They end with the
 * test. */
final class Processes implements AutoCloseable {
    static final String PYTHON = "/usr/bin/python3";

    /** Tests run in their module's directory. */
    private static final Path PYTHON_SOURCES =
            Path.of("../python").toAbsolutePath().normalize();

    private static final long LONG_ENOUGH_SECONDS = 90;

    private final Children children = new Children();

    /** Starts a broker; its first words are its endpoints. */
    Started<BrokerReport> startBroker(String frontend, String backend, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "broker",
                "--frontend=" + frontend,
                "--backend=" + backend,
                "--admin=127.0.0.1:0",
                "--report",
                "--exit-with-parent"));
        arguments.addAll(List.of(more));
        return start("broker", JvmCommand.shortLived(arguments), BrokerReport.class);
    }

    /** Starts a worker; its first words are its id. */
    Started<WorkerId> startWorker(String backend, String name, int capacity, Path executions) {
        return start(
                name,
                jvm(WorkerMain.class, backend, name, Integer.toString(capacity), executions.toString()),
                WorkerId.class);
    }

    /** Starts a worker that drains itself when it is told to end; its first words are its id. */
    Started<WorkerId> startSelfDraining(String backend, String name, int capacity, Path executions) {
        return start(
                name,
                jvm(SelfDrainingMain.class, backend, name, Integer.toString(capacity), executions.toString()),
                WorkerId.class);
    }

    /** Starts a client that takes replies of a stream and then goes on waiting; its first words are how many it has. */
    Started<Taken> startStreamClient(String frontend, String method, String request, int replies) {
        return start(
                "stream-client",
                jvm(StreamClientMain.class, frontend, method, request, Integer.toString(replies)),
                Taken.class);
    }

    /** How many replies of a stream a client has taken. */
    record Taken(int taken) {}

    /** What a worker says when it is connected. */
    record WorkerId(String id) {}

    /** Starts a script of {@code src/test/resources/python}; its first words are the replies that it got, if it asks for any. */
    Started<PythonReplies> startPython(String script, String... arguments) {
        return startPython(script, PythonReplies.class, arguments);
    }

    /** The same with other first words. The script can import what is in the project's directory {@code python}. */
    <T> Started<T> startPython(String script, Class<T> firstWords, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/env", "PYTHONPATH=" + PYTHON_SOURCES, PYTHON, "-B", path(script)));
        command.addAll(List.of(arguments));
        return start(script, command, firstWords);
    }

    private static String path(String script) {
        try {
            return Path.of(Objects.requireNonNull(Processes.class.getResource("/python/" + script))
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client in Python was answered. */
    record PythonReplies(List<String> replies) {}

    private <T> Started<T> start(String name, List<String> command, Class<T> firstWords) {
        CompletableFuture<T> ready = new CompletableFuture<>();
        ChildProcess process = children.start(name, command, line -> ready.complete(Json.read(line, firstWords)));
        return new Started<>(process, ready);
    }

    private static List<String> jvm(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx192m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    @Override
    public void close() {
        children.close();
    }

    /** A process and its first words. */
    record Started<T>(ChildProcess process, CompletableFuture<T> ready) {
        /** What it says when it is ready. */
        T awaitReady() throws Exception {
            Object first = CompletableFuture.anyOf(ready, process.ended()).get(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS);
            if (!ready.isDone()) {
                throw new IllegalStateException(process.name() + " ended with " + first + ": " + process.lastWords());
            }
            return ready.join();
        }

        /** SIGKILL. */
        void kill() {
            process.kill();
        }

        /** SIGTERM. */
        void terminate() {
            ProcessHandle.of(process.pid()).orElseThrow().destroy();
        }

        int awaitExit() throws Exception {
            return process.ended().get(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS);
        }
    }
}
