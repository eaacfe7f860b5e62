package dev.baton.it.outside;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The jars of this build, and a repository where they look installed. */
record BuiltJars(String version, Path sharedRepository) {
    /** Artifact by module: what users of the SDKs and of the protoc plugin need. */
    private static final Map<String, String> ARTIFACTS = Map.of(
            "proto", "baton-proto",
            "transport", "baton-transport",
            "client-sdk", "baton-client-sdk",
            "worker-sdk", "baton-worker-sdk",
            "codegen", "protoc-gen-baton");

    static BuiltJars assumeThereAreSome() {
        String version = System.getProperty("baton.version");
        String repository = System.getProperty("local.repository");
        assumeTrue(version != null && repository != null, "skipped: not run by Maven");
        BuiltJars jars = new BuiltJars(version, Path.of(Objects.requireNonNull(repository)));
        assumeTrue(
                ARTIFACTS.keySet().stream().allMatch(module -> Files.exists(jars.jar(module))), "skipped: no jars yet");
        return jars;
    }

    private Path jar(String module) {
        return Snippet.ROOT.resolve(module + "/target/" + ARTIFACTS.get(module) + "-" + version + ".jar");
    }

    /**
     * A repository that has all of the shared one by links, and Baton's own artifacts beside them: nothing is fetched twice, and nothing is
     * left behind in the shared one.
     */
    Path installInto(Path repository) throws IOException {
        linkChildren(sharedRepository, repository, List.of("dev"));
        linkChildren(sharedRepository.resolve("dev"), repository.resolve("dev"), List.of("baton"));
        install(repository, "baton", Snippet.ROOT.resolve("pom.xml"), ".pom");
        for (String module : ARTIFACTS.keySet()) {
            install(repository, ARTIFACTS.get(module), Snippet.ROOT.resolve(module + "/pom.xml"), ".pom");
            install(repository, ARTIFACTS.get(module), jar(module), ".jar");
        }
        return repository;
    }

    private static void linkChildren(Path from, Path to, List<String> but) throws IOException {
        Files.createDirectories(to);
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.toList()) {
                if (!but.contains(child.getFileName().toString())) {
                    Files.createSymbolicLink(to.resolve(child.getFileName()), child.toRealPath());
                }
            }
        }
    }

    private void install(Path repository, String artifact, Path file, String extension) throws IOException {
        Path folder = Files.createDirectories(
                repository.resolve("dev/baton").resolve(artifact).resolve(version));
        Files.copy(file, folder.resolve(artifact + "-" + version + extension));
    }

    /** The goal that puts all jars that a project needs into target/dependency. */
    String copyDependencies() {
        return "org.apache.maven.plugins:maven-dependency-plugin:" + System.getProperty("dependency-plugin.version")
                + ":copy-dependencies";
    }
}
