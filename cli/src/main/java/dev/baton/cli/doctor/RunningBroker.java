package dev.baton.cli.doctor;

import dev.baton.cli.CommandException;
import dev.baton.cli.ExitCode;
import dev.baton.cli.admin.AdminApi;
import dev.baton.cli.admin.Document;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The broker that answers, or the reason why none does. */
final class RunningBroker {
    private static final Pattern HEAP_MAX =
            Pattern.compile("(?m)^jvm_memory_max_bytes\\{[^}]*area=\"heap\"[^}]*}\\s+([0-9.eE+-]+)$");

    private final AdminApi api;
    private final @Nullable Document status;
    private final @Nullable CommandException failure;

    private RunningBroker(AdminApi api, @Nullable Document status, @Nullable CommandException failure) {
        this.api = api;
        this.status = status;
        this.failure = failure;
    }

    static RunningBroker ask(AdminApi api) {
        try {
            return new RunningBroker(api, api.status(), null);
        } catch (CommandException e) {
            return new RunningBroker(api, null, e);
        }
    }

    /** What it says of itself; empty if there is none, or it does not tell us. */
    Optional<Document> status() {
        return Optional.ofNullable(status);
    }

    /** Why there is no status. */
    Optional<String> failure() {
        return Optional.ofNullable(failure).map(e -> String.valueOf(e.getMessage()));
    }

    /** Whether it is there, but does not talk to us. */
    boolean refuses() {
        return failure != null && failure.exitCode() != ExitCode.UNREACHABLE;
    }

    int adminPort() {
        return api.address().getPort();
    }

    /** The directory of its process in /proc, if it runs on this machine and we may look. */
    Optional<Path> process() {
        long pid =
                status == null ? 0 : (long) status.part("broker").number("pid").orElse(0);
        Path directory = Path.of("/proc", String.valueOf(pid));
        return pid > 0 && isHere() && isJava(directory) ? Optional.of(directory) : Optional.empty();
    }

    /** How large its heap may become. */
    OptionalLong heapBytes() {
        if (status == null) {
            return OptionalLong.empty();
        }
        try {
            double sum = 0;
            Matcher heap = HEAP_MAX.matcher(api.page("/metrics").body());
            while (heap.find()) {
                sum += Math.max(0, Double.parseDouble(heap.group(1)));
            }
            return sum > 0 ? OptionalLong.of((long) sum) : OptionalLong.empty();
        } catch (CommandException e) {
            return OptionalLong.empty();
        }
    }

    private boolean isHere() {
        try {
            return InetAddress.getByName(api.address().getHost()).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }

    /** A broker in a container has a number of its own there, which is somebody else's here. */
    private static boolean isJava(Path directory) {
        try {
            return Files.readString(directory.resolve("comm")).startsWith("java");
        } catch (IOException e) {
            return false;
        }
    }
}
