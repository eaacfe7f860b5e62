package dev.baton.bench.stalls;

import dev.baton.bench.process.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The native meter, a real-time thread per CPU that writes down when it is woken late. */
public final class StallMeter {
    /** Where the compiled program is. */
    public static final String PROGRAM = "bench.stallmeter";

    private static final String NAME = "stalls";
    private static final String MOST_SECONDS = "36000";
    private static final int START_SECONDS = 5;

    private StallMeter() {}

    /** Starts it, if it was compiled and gets its priority; returns the variables for all processes of the run. */
    public static Map<String, String> start(Launcher launcher) throws IOException {
        Path program = Path.of(System.getProperty(PROGRAM, "target/stallmeter"));
        if (!Files.isExecutable(program)) {
            System.out.println(
                    "stall meter: not compiled (no C compiler): times include those in which the machine stood still");
            return Map.of();
        }
        Path clock = launcher.directory().resolve("clock");
        Process meter = launcher.start(NAME, Map.of(), List.of(program.toString(), MOST_SECONDS, clock.toString()));
        try {
            launcher.awaitLog(meter, NAME, "ready", START_SECONDS);
        } catch (IOException e) {
            System.out.println(
                    "stall meter: no real-time priority: times include those in which the machine stood still");
            return Map.of();
        }
        return Map.of(
                RunningClock.VARIABLE, clock.toString(),
                StallLog.VARIABLE, launcher.directory().resolve(NAME + ".log").toString());
    }
}
