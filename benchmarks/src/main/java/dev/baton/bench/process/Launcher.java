package dev.baton.bench.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts the processes of one peer, keeps their output as logs in a directory, and ends exactly those. A Java process of ours also ends by itself
 * when its stdin does, should this process die. For one thread, but {@link #close} for any.
 */
public final class Launcher implements AutoCloseable {
    /** A broker that runs in a JVM gets what {@code ./baton broker} gives its own, so that memory can be compared. */
    private static final List<String> BROKER_JVM = List.of("-XX:+UseSerialGC", "-Xss512k", "-Xms16m", "-Xmx256m");

    private static final List<String> SIDE_JVM = List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx512m");
    private static final long POLL_MILLIS = 20;
    private static final long GRACE_SECONDS = 3;

    private final Path directory;
    private final Map<String, String> environment;
    private final List<Process> started = new ArrayList<>();
    private boolean closed;

    /** All its processes get these variables. */
    public Launcher(Path directory, Map<String, String> environment) throws IOException {
        this.directory = Files.createDirectories(directory).toAbsolutePath();
        this.environment = Map.copyOf(environment);
    }

    /** Where logs are, and room for configuration files. */
    public Path directory() {
        return directory;
    }

    /** Any program. */
    public Process start(String name, Map<String, String> variables, List<String> command) throws IOException {
        ProcessBuilder builder = builder(command);
        builder.environment().putAll(variables);
        builder.redirectErrorStream(true).redirectOutput(log(name).toFile());
        builder.redirectInput(new File("/dev/null"));
        return keep(builder.start());
    }

    /** A broker written in Java, which is part of this module. */
    public Process startJavaBroker(Class<?> main, Object... arguments) throws IOException {
        return start("broker", Map.of("MALLOC_ARENA_MAX", "2"), java(BROKER_JVM, main, arguments));
    }

    /** A worker process; it ends when its stdin does. */
    public Process startWorker(String name, Class<?> main, Object... arguments) throws IOException {
        ProcessBuilder builder = builder(java(SIDE_JVM, main, arguments));
        builder.redirectErrorStream(true).redirectOutput(log(name).toFile());
        return keep(builder.start());
    }

    /** A client process, to talk to by stdin and stdout; it ends when its stdin does. */
    public Process startClient(Class<?> main, Object... arguments) throws IOException {
        ProcessBuilder builder = builder(java(SIDE_JVM, main, arguments));
        builder.redirectError(log("client").toFile());
        return keep(builder.start());
    }

    private static List<String> java(List<String> options, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        boolean baton = arguments.length > 0 && arguments[0].equals("baton");
        String classPath = System.getProperty("java.class.path");
        command.addAll(List.of("-cp", baton ? classPath : withPlainJeromq(classPath), main.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return command;
    }

    /** Baton brings a class of its own in place of one of JeroMQ's; who uses JeroMQ without Baton does not have it. */
    private static String withPlainJeromq(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .sorted(Comparator.comparing(
                        path -> !Path.of(path).getFileName().toString().startsWith("jeromq-")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    private Path log(String name) {
        return directory.resolve(name + ".log");
    }

    /** Waits until the log holds the text. */
    public void awaitLog(Process process, String name, String text, int seconds) throws IOException {
        await(process, name, seconds, () -> read(name).contains(text));
    }

    /** Waits until something listens on the port. */
    public void awaitPort(Process process, String name, int port, int seconds) throws IOException {
        await(process, name, seconds, () -> Ports.isTaken(port));
    }

    private void await(Process process, String name, int seconds, BooleanSupplier ready) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!ready.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                throw new IOException(name + " did not come up; its log says: " + read(name));
            }
            pause();
        }
    }

    private String read(String name) {
        try {
            return Files.exists(log(name)) ? Files.readString(log(name)) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private synchronized Process keep(Process process) {
        if (closed) {
            process.destroyForcibly();
            throw new IllegalStateException("the run has ended");
        }
        started.add(process);
        return process;
    }

    /** Asks all to end, and ends those who do not. */
    @Override
    public synchronized void close() {
        closed = true;
        List<ProcessHandle> all = started.stream()
                .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        for (ProcessHandle process : all) {
            while (process.isAlive() && System.nanoTime() - end < 0) {
                try {
                    pause();
                } catch (IOException e) {
                    break;
                }
            }
            process.destroyForcibly();
        }
    }
}
