package dev.baton.cli.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How many connections there can be: each takes a file descriptor. */
final class FileDescriptorCheck implements Check {
    private static final String NAME = "file descriptors";
    private static final long FEW = 10_000;
    private static final long TOO_FEW = 512;
    private static final double NEARLY_ALL = 0.8;
    private static final Pattern LIMIT = Pattern.compile("(?m)^Max open files\\s+(\\d+|unlimited)");
    private static final String TODO =
            "raise it: LimitNOFILE=65536 in the systemd unit, or ulimit -n 65536 before the start";

    private final RunningBroker broker;

    FileDescriptorCheck(RunningBroker broker) {
        this.broker = broker;
    }

    @Override
    public List<Finding> look() {
        Optional<Path> process = broker.process();
        OptionalLong ofBroker = process.map(FileDescriptorCheck::limit).orElse(OptionalLong.empty());
        if (ofBroker.isPresent()) {
            return List.of(judge(
                    "the broker",
                    ofBroker.getAsLong(),
                    process.map(FileDescriptorCheck::used).orElse(0L)));
        }
        OptionalLong here = ofThisProcess();
        return List.of(
                here.isPresent()
                        ? judge("a broker that is started from here", here.getAsLong(), 0)
                        : Finding.ok(NAME, "this system does not tell"));
    }

    static Finding judge(String who, long limit, long used) {
        String has = String.format(Locale.ROOT, "%s may open %,d", who, limit)
                + (used > 0 ? String.format(Locale.ROOT, " and has %,d open", used) : "");
        if (limit < TOO_FEW || used > limit * NEARLY_ALL) {
            return Finding.fail(NAME, has + "; each connection takes one", TODO);
        }
        return limit < FEW
                ? Finding.warn(NAME, has + ", which is enough for about " + (limit - 200) + " connections", TODO)
                : Finding.ok(NAME, has);
    }

    /** The JVM takes as much as it may have; so does a broker. */
    private static OptionalLong ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? OptionalLong.of(unix.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }

    private static OptionalLong limit(Path process) {
        try {
            Matcher limit = LIMIT.matcher(Files.readString(process.resolve("limits")));
            if (!limit.find()) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(
                    limit.group(1).equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit.group(1)));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static long used(Path process) {
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return open.count();
        } catch (IOException e) {
            return 0; // it is another user's
        }
    }
}
