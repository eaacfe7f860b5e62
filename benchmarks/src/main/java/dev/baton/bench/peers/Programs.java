package dev.baton.bench.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What is installed on this machine. */
public final class Programs {
    private static final List<String> PLACES = List.of("/usr/sbin", "/usr/local/sbin", "/sbin");

    private Programs() {}

    /** The program's path, on the PATH or where Debian puts servers. */
    public static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(":")), PLACES.stream())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** How to get a program that is not there; empty: it is there. */
    public static Optional<String> missing(String name, String debianPackage) {
        return find(name).isPresent()
                ? Optional.empty()
                : Optional.of(name + " is not installed: apt-get install --no-install-recommends " + debianPackage);
    }

    /** The version of an installed Debian package, or "?". */
    public static String debianVersion(String debianPackage) {
        return output("dpkg-query", "-W", "-f=${Version}", debianPackage);
    }

    /** What a program prints, in one line, or "?" if it fails. */
    public static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean ended = process.waitFor(10, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? text.lines().findFirst().orElse("?") : "?";
        } catch (IOException e) {
            return "?";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "?";
        }
    }

    /** The version of a Maven artifact, from the name of its jar on the class path, or "?". */
    public static String jarVersion(String artifact) {
        return Stream.of(System.getProperty("java.class.path", "").split(":"))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(file -> file.startsWith(artifact + "-") && file.endsWith(".jar"))
                .map(file -> file.substring(artifact.length() + 1, file.length() - ".jar".length()))
                .findFirst()
                .orElse("?");
    }
}
