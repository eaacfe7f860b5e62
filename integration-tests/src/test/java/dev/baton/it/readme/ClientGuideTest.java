package dev.baton.it.readme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.RequestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What docs/client.md shows is what compiles and runs here. */
class ClientGuideTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Path ROOT = projectRoot();
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final StringValue TEXT = StringValue.of("one two");

    private final Map<String, String> metadata = new ConcurrentHashMap<>();
    private final Broker broker = Broker.start(BrokerConfig.of(ANY_PORT, ANY_PORT), BrokerObserver.NONE);
    private final BatonWorker worker = BatonWorker.builder()
            .broker(broker.backendEndpoint("default"))
            .capacity(4)
            .handle(ClientGuide.COUNT_WORDS, this::countWords)
            .start();
    private final String frontend = broker.frontendEndpoint();
    private final ClientGuide guide = new ClientGuide();

    private Int32Value countWords(RequestContext context, StringValue text) {
        metadata.putAll(context.metadata());
        if (text.getValue().isEmpty()) {
            throw new IllegalArgumentException("no text");
        }
        return Int32Value.of(text.getValue().split(" ").length);
    }

    @AfterEach
    void stop() {
        worker.close();
        broker.close();
    }

    @Test
    void shouldShowTheExamplesAsTheyAre() throws IOException {
        String source = stripped(read("integration-tests/src/test/java/dev/baton/it/readme/ClientGuide.java"));
        Matcher blocks = BLOCK.matcher(read("docs/client.md"));
        List<String> shown = new ArrayList<>();
        while (blocks.find()) {
            shown.add(stripped(blocks.group(1)));
        }

        assertThat(shown)
                .hasSizeGreaterThan(8)
                .allSatisfy(block -> assertThat(source).contains(block));
    }

    @Test
    void shouldCallAndGather() {
        try (BatonClient client = BatonClient.connect(frontend)) {
            assertThat(guide.call(client)).isEqualTo(6);
            assertThat(guide.callAsync(client)).succeedsWithin(LONG).isEqualTo(Int32Value.of(6));
            assertThat(guide.failures(client, TEXT)).isEqualTo("words: 2");
            assertThat(guide.failures(client, StringValue.of("")))
                    .isEqualTo("INVALID_ARGUMENT after 1 attempts, safe to send again: false");
            assertThat(guide.gather(client, Stream.generate(() -> TEXT).limit(100)))
                    .isEqualTo(200);
            guide.gatherAsCompleted(client, List.of(StringValue.of("")));
            assertThat(guide.log()).contains("counted", "chunk 0 failed, 1 of 1");
        }
    }

    @Test
    void shouldCallWithEachFeature() throws Exception {
        for (BatonClient each : List.of(
                guide.severalBrokers(frontend, "tcp://localhost:" + frontend.substring(frontend.lastIndexOf(':') + 1)),
                guide.retries(frontend),
                guide.hedging(frontend),
                guide.interceptors(frontend, () -> "secret"),
                guide.methodDefaults(frontend),
                guide.circuitBreaker(frontend))) {
            try (BatonClient client = each) {
                assertThat(guide.call(client)).isEqualTo(6);
            }
        }
        assertThat(metadata).containsEntry("authorization", "Bearer secret");
        assertThat(guide.log()).containsExactly("demo.Text/CountWords OK");
    }

    /** Without indentation and empty lines. */
    private static String stripped(String code) {
        return String.join(
                "\n",
                code.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file), UTF_8);
    }

    /** Tests run in their module's directory, or in the project's when an editor runs them. */
    private static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("integration-tests")) ? here : here.getParent();
    }
}
