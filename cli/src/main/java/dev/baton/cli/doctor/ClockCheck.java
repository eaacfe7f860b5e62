package dev.baton.cli.doctor;

import dev.baton.cli.admin.Document;
import dev.baton.time.WallClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Whether the time of day can be compared between machines, and the time can be asked cheaply. */
final class ClockCheck implements Check {
    private static final String NAME = "clock";
    private static final Path SOURCE = Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource");
    private static final Set<String> SLOW_SOURCES = Set.of("hpet", "acpi_pm", "jiffies", "refined-jiffies", "pit");
    private static final Duration SKEW_MAX = Duration.ofSeconds(3);
    private static final long ASK_LIMIT_SECONDS = 5;

    private final RunningBroker broker;

    ClockCheck(RunningBroker broker) {
        this.broker = broker;
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>(
                List.of(synchronised(answerOf("timedatectl", "show", "-p", "NTPSynchronized", "--value"))));
        broker.status().ifPresent(status -> skew(status, findings));
        source(findings);
        return findings;
    }

    static Finding synchronised(String answer) {
        return switch (answer) {
            case "yes" -> Finding.ok(NAME, "set by a time server");
            case "no" ->
                Finding.warn(
                        NAME,
                        "not set by a time server: deadlines do not depend on it, but times in logs of several machines cannot be compared",
                        "timedatectl set-ntp true, or install chrony");
            default -> Finding.ok(NAME, "whether a time server sets it cannot be told here (no timedatectl)");
        };
    }

    /** The broker counts how long it is up by a clock that is never set; so this also sees a clock that was set since its start. */
    private static void skew(Document status, List<Finding> findings) {
        Document broker = status.part("broker");
        try {
            Instant now = Instant.parse(broker.text("startedAt"))
                    .plusMillis((long) (1000 * broker.number("uptimeSeconds").orElseThrow()));
            Duration skew = Duration.between(now, WallClock.now()).abs();
            findings.add(
                    skew.compareTo(SKEW_MAX) <= 0
                            ? Finding.ok(NAME, "the same as the broker's")
                            : Finding.warn(
                                    NAME,
                                    "differs by " + skew.toSeconds()
                                            + " s from the broker's, or was set since that started",
                                    "let both machines follow the same time servers"));
        } catch (DateTimeParseException | java.util.NoSuchElementException e) {
            // A broker that does not tell.
        }
    }

    private static void source(List<Finding> findings) {
        try {
            String source = Files.readString(SOURCE).strip();
            findings.add(
                    SLOW_SOURCES.contains(source)
                            ? Finding.warn(
                                    NAME,
                                    "the kernel reads it from " + source
                                            + ", which takes a microsecond or more each time",
                                    "see why tsc is not used: dmesg | grep -i tsc")
                            : Finding.ok(NAME, "the kernel reads it from " + source));
        } catch (IOException e) {
            // Not this kind of system.
        }
    }

    private static String answerOf(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(ASK_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
