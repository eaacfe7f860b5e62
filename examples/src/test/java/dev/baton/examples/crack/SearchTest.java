package dev.baton.examples.crack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.cli.process.ChildProcess;
import dev.baton.examples.Stage;
import dev.baton.worker.BatonWorker;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cracker with workers that come, go and die. */
@Timeout(900)
class SearchTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    @Test
    void shouldFindTheTextAndStopAllWhoStillLookForIt() throws Exception {
        Search search = new Search(sha1("c"), LETTERS, 7, 2_000_000_000);
        try (Stage stage = Stage.open();
                BatonWorker lucky = worker(stage, "lucky");
                BatonWorker other = worker(stage, "other")) {
            stage.awaitWorkers(2);

            assertThat(search.run(stage.client())).contains("c");

            // Each of the ranges would take minutes.
            await().atMost(LONG_ENOUGH)
                    .until(() -> lucky.snapshot().busy() + other.snapshot().busy() == 0);
            await().atMost(LONG_ENOUGH)
                    .until(() -> stage.pool().queued() + stage.pool().inFlight() == 0);
            assertThat(search.rangesByWorker().values()).containsExactly(1);
        }
    }

    @Test
    void shouldTryAllInVain() throws Exception {
        Search search = new Search(sha1("not among them"), "abc", 6, 100);
        try (Stage stage = Stage.open();
                BatonWorker worker = worker(stage, "worker")) {
            assertThat(worker.awaitConnected(LONG_ENOUGH)).isTrue();

            assertThat(search.run(stage.client())).isEmpty();

            assertThat(search.tried()).isEqualTo(search.total()).isEqualTo(3 + 9 + 27 + 81 + 243 + 729);
        }
    }

    @Test
    void shouldLetAWorkerThatJoinsLateTakePart() throws Exception {
        Search search = new Search(sha1("not among them"), LETTERS, 7, 50_000);
        try (Stage stage = Stage.open();
                BatonWorker early = worker(stage, "early")) {
            assertThat(early.awaitConnected(LONG_ENOUGH)).isTrue();
            CompletableFuture<Optional<String>> result = run(search, stage);
            await().atMost(LONG_ENOUGH).until(() -> search.rangesByWorker().containsKey("early"));

            try (BatonWorker late = worker(stage, "late")) {
                assertThat(late.awaitConnected(LONG_ENOUGH)).isTrue();
                await().atMost(LONG_ENOUGH).until(() -> search.rangesByWorker().containsKey("late"));
            }

            assertThat(result).as("has hours of work left").isNotDone();
        }
    }

    /** All candidates are in one range, so whoever dies holds the hit; and while nobody is there, it waits. */
    @Test
    void shouldNotLoseTheHitWithAWorkerThatIsKilled() throws Exception {
        Search search = new Search(sha1("zzzzz"), LETTERS, 5, Long.MAX_VALUE / 2);
        try (Stage stage = Stage.open()) {
            CompletableFuture<Optional<String>> result = run(search, stage);
            ChildProcess first = stage.startWorker("crack-worker");
            await().atMost(LONG_ENOUGH).until(() -> stage.pool().inFlight() == 1);

            first.kill();
            assertThat(first.awaitEnd(LONG_ENOUGH)).isTrue();
            assertThat(result).isNotDone();
            stage.startWorker("crack-worker");

            assertThat(result.get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).contains("zzzzz");
            assertThat(search.rangesByWorker()).containsOnlyKeys("worker-2");
        }
    }

    @Test
    void shouldNotSearchForWhatCannotBeFound() throws Exception {
        byte[] sha1 = sha1("a");

        assertThatThrownBy(() -> new Search(sha1, "abca", 5, 100)).hasMessageContaining("abca");
        assertThatThrownBy(() -> new Search(sha1, "", 5, 100)).hasMessageContaining("alphabet");
        assertThatThrownBy(() -> new Search(sha1, "äöü", 5, 100)).hasMessageContaining("äöü");
        assertThatThrownBy(() -> new Search(sha1, LETTERS, 0, 100)).hasMessageContaining("1 or more");
        assertThatThrownBy(() -> new Search(sha1, LETTERS, 50, 100)).hasMessageContaining("too many");
    }

    private static CompletableFuture<Optional<String>> run(Search search, Stage stage) {
        return CompletableFuture.supplyAsync(() -> search.run(stage.client()));
    }

    private static BatonWorker worker(Stage stage, String name) {
        return BatonWorker.builder()
                .broker(stage.backend())
                .name(name)
                .capacity(1)
                .service(new CrackerService(name))
                .start();
    }

    private static byte[] sha1(String text) throws Exception {
        return MessageDigest.getInstance("SHA-1").digest(text.getBytes(US_ASCII));
    }
}
