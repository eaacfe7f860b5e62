package dev.baton.it.readme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import demo.GreeterBaton;
import demo.HelloRequest;
import demo.HelloService;
import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.worker.BatonWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README shows is what compiles and runs here. */
class ReadmeTest {
    private static final Path ROOT = projectRoot();
    private static final Path SOURCES = ROOT.resolve("integration-tests/src/test");
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final int LINES_LIMIT = 20;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    @ParameterizedTest
    @CsvSource({
        "protobuf/demo/hello.proto, proto",
        "java/demo/HelloService.java, java",
        "java/demo/HelloClient.java, java"
    })
    void shouldShowTheProgramsAsTheyAre(String path, String language) throws IOException {
        Path file = SOURCES.resolve(path);

        assertThat(snippet(file.getFileName().toString(), language)).isEqualTo(read(file));
        assertThat(Files.readAllLines(file)).hasSizeLessThan(LINES_LIMIT);
    }

    @Test
    void shouldShowProgramsThatRun() {
        try (Broker broker = Broker.start(BrokerConfig.of(ANY_PORT, ANY_PORT), BrokerObserver.NONE);
                BatonWorker worker = BatonWorker.builder()
                        .broker(broker.backendEndpoint("default"))
                        .service(new HelloService())
                        .start();
                BatonClient client = BatonClient.connect(broker.frontendEndpoint())) {
            HelloRequest request = HelloRequest.newBuilder().setName("world").build();

            assertThat(GreeterBaton.client(client).greet(request).getText()).isEqualTo("Hello, world!");
            assertThat(worker.snapshot().handled()).isEqualTo(1);
        }
    }

    @Test
    void shouldLinkToFilesThatExist() throws IOException {
        List<String> links =
                LINK.matcher(readme()).results().map(link -> link.group(1)).toList();

        assertThat(links)
                .contains("docs/wire-protocol.md")
                .allSatisfy(link -> assertThat(ROOT.resolve(link)).exists());
    }

    @Test
    void shouldPointToEachPageOfTheDocs() throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            assertThat(pages.filter(Files::isRegularFile).toList())
                    .isNotEmpty()
                    .allSatisfy(page -> assertThat(readme()).contains("(docs/" + page.getFileName() + ")"));
        }
    }

    private static String snippet(String file, String language) throws IOException {
        return between("<!-- " + file + " -->\n```" + language + "\n", "```\n");
    }

    private static String between(String begin, String end) throws IOException {
        Matcher found = Pattern.compile(Pattern.quote(begin) + "(.*?)" + Pattern.quote(end), Pattern.DOTALL)
                .matcher(readme());
        assertThat(found.find()).as("%s in README.md", begin).isTrue();
        return found.group(1);
    }

    private static String readme() throws IOException {
        return read(ROOT.resolve("README.md"));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, UTF_8);
    }

    /** Tests run in their module's directory, or in the project's when an editor runs them. */
    private static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("integration-tests")) ? here : here.getParent();
    }
}
