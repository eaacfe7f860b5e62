package dev.baton.it.outside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README shows is all that a user needs: a Maven project of its own, made of the README's snippets and of Baton's jars as they come
 * out of the build, generates a typed service, starts it and calls it. Only after {@code package} are there jars; before that it is skipped.
 */
@Timeout(300)
class OutsideProjectIT {
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    @TempDir
    private Path folder;

    @Test
    void shouldBuildAndRunWhatTheReadmeShows() throws Exception {
        BuiltJars jars = BuiltJars.assumeThereAreSome();
        Path project = writeProject();
        Commands commands = new Commands(project);

        commands.maven(jars.installInto(folder.resolve("repository")), "compile", jars.copyDependencies());

        try (Broker broker = Broker.start(BrokerConfig.of(ANY_PORT, ANY_PORT), BrokerObserver.NONE);
                Commands.Running service = commands.startJava("demo.HelloService", broker.backendEndpoint("default"))) {
            assertThat(service.isAlive()).isTrue();
            assertThat(commands.runJava("demo.HelloClient", broker.frontendEndpoint()))
                    .contains("Hello, world!");
        }
        assertThat(batonJars(project)).containsExactlyInAnyOrder("client-sdk", "proto", "transport", "worker-sdk");
    }

    private Path writeProject() throws IOException {
        Path project = folder.resolve("project");
        for (Snippet snippet : Snippet.ofTheReadme()) {
            Path file = project.resolve(snippet.path());
            Files.createDirectories(file.getParent());
            Files.writeString(file, snippet.text());
        }
        return project;
    }

    private static List<String> batonJars(Path project) throws IOException {
        try (Stream<Path> jars = Files.list(project.resolve("target/dependency"))) {
            return jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.contains("baton"))
                    .map(name -> name.replaceAll("^baton-|-[0-9].*", ""))
                    .toList();
        }
    }
}
