package dev.baton.cli.bench;

import dev.baton.cli.CommandException;
import dev.baton.cli.DurationConverter;
import dev.baton.cli.process.ChildProcess;
import dev.baton.cli.process.Children;
import dev.baton.cli.process.JvmCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One process that takes part. Main thread only. */
final class Part {
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    private final ChildProcess process;
    private final CompletableFuture<String> firstReport = new CompletableFuture<>();

    private Part(Children children, String name, List<String> command, Consumer<String> onReport) {
        process = children.start(name, command, line -> {
            firstReport.complete(line);
            onReport.accept(line);
        });
        process.ended().thenAccept(code -> firstReport.completeExceptionally(death(code)));
    }

    static Part start(Children children, String name, List<String> arguments) {
        return start(children, name, arguments, line -> {});
    }

    static Part start(Children children, String name, List<String> arguments, Consumer<String> onReport) {
        return new Part(children, name, JvmCommand.shortLived(asChild(arguments)), onReport);
    }

    /** One that is compiled as well as a service that runs for long, because its speed is what is measured. */
    static Part startService(Children children, String name, List<String> arguments, Consumer<String> onReport) {
        return new Part(children, name, JvmCommand.service(asChild(arguments)), onReport);
    }

    private static List<String> asChild(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--report", "--exit-with-parent"));
        return all;
    }

    ChildProcess process() {
        return process;
    }

    /** Waits for its first word. */
    String awaitReport() {
        try {
            return firstReport.get(READY_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw CommandException.failed(
                    process.name() + " was not ready within " + DurationConverter.format(READY_LIMIT));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandException death ? death : CommandException.failed(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("interrupted");
        }
    }

    /** What to say if it ends although it should not. */
    CommandException death(int exitCode) {
        String words = process.lastWords();
        return CommandException.failed(process.name() + " ended with exit code " + exitCode
                + (words.isEmpty() ? "" : ": " + words.substring(words.lastIndexOf('\n') + 1)));
    }
}
