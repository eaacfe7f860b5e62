package dev.baton.cli.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of other JVMs that run a command of this program, with this JVM's Java and class path. */
public final class JvmCommand {
    private static final String MAIN_CLASS = "dev.baton.cli.Baton";
    private static final int FIRST_JAVA_WITH_UNSAFE_WARNINGS = 24;

    /** As in the launcher, which says why. */
    private static final List<String> SERVICE_OPTIONS = List.of(
            "-Xmx256m",
            "-XX:MinHeapFreeRatio=20",
            "-XX:MaxHeapFreeRatio=40",
            "-XX:NewRatio=1",
            "-XX:SurvivorRatio=4",
            "-XX:TargetSurvivorRatio=90",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-XX:TrimNativeHeapInterval=5000");

    private JvmCommand() {}

    /** A process of a few seconds among many on one machine: little memory, little compilation. */
    public static List<String> shortLived(List<String> arguments) {
        return command(List.of("-XX:TieredStopAtLevel=1", "-Xmx192m"), MAIN_CLASS, arguments);
    }

    /** A process with the memory and the compilers that {@code ./baton broker} and {@code ./baton worker} have. */
    public static List<String> service(List<String> arguments) {
        return command(SERVICE_OPTIONS, MAIN_CLASS, arguments);
    }

    /** The same for another program on this class path. */
    public static List<String> service(Class<?> main, List<String> arguments) {
        return command(SERVICE_OPTIONS, main.getName(), arguments);
    }

    private static List<String> command(List<String> options, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC", "-Xms16m", "-Xss512k", "-XX:+ExitOnOutOfMemoryError", "-Dbaton.log.level=WARN"));
        command.addAll(options);
        addSharedArchive(command);
        addPermissions(command);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /** The launcher's archive of loaded classes makes a JVM start in half the time. */
    private static void addSharedArchive(List<String> command) {
        String archive = System.getProperty("baton.archive", "");
        if (!archive.isEmpty()) {
            command.add("-XX:SharedArchiveFile=" + archive);
            command.add("-Xshare:auto");
        }
    }

    /** Protobuf and JCTools use Unsafe; newer JVMs print warnings about that unless they are told to allow it. */
    private static void addPermissions(List<String> command) {
        if (Runtime.version().feature() >= FIRST_JAVA_WITH_UNSAFE_WARNINGS) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
    }
}
