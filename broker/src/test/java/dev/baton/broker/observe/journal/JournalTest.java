package dev.baton.broker.observe.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.observe.FinishedRequest;
import dev.baton.broker.observe.RequestSteps;
import dev.baton.broker.observe.RequestSteps.Kind;
import dev.baton.broker.observe.RequestSteps.Step;
import dev.baton.wire.Identity;
import dev.baton.wire.StatusCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JournalTest {
    private static final Identity CLIENT = Identity.of(new byte[] {0, 1, 2});
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final FinishedRequest request = new FinishedRequest();
    private final Journal journal = new Journal(8);

    private static boolean any(JournalEntry entry) {
        return true;
    }

    private void ended(long id, StatusCode status, long endedNanos, long totalNanos) {
        journal.onFinished(request.start(CLIENT, id, "it.Service/Do", 0)
                .end(status, "", endedNanos - totalNanos, endedNanos)
                .accepted(0, 1, 0, null));
    }

    @Test
    void shouldRememberTheLastOnesNewestFirst() {
        for (int i = 1; i <= 20; i++) {
            ended(i, StatusCode.OK, i, 1);
        }

        assertThat(journal.recent(JournalTest::any, 100))
                .extracting(JournalEntry::requestId)
                .containsExactly(20L, 19L, 18L, 17L, 16L, 15L, 14L, 13L);
        assertThat(journal.recent(entry -> entry.requestId() % 2 == 0, 2))
                .extracting(JournalEntry::requestId)
                .containsExactly(20L, 18L);
    }

    @Test
    void shouldCopyEverythingThatItIsTold() {
        RequestSteps steps = new RequestSteps(List.of(new Step(7, Kind.HANDED_BACK, "w1")));
        journal.onFinished(request.start(CLIENT, -5, "it.Service/Do", 3)
                .by("web")
                .end(StatusCode.INTERNAL, "broken", 10, 50)
                .accepted(4, 2, 9, steps)
                .dispatched(20)
                .streamed(77)
                .answered(5, 6, "w2"));

        assertThat(journal.find(-5))
                .containsExactly(new JournalEntry(
                        -5,
                        CLIENT,
                        "web",
                        "it.Service/Do",
                        3,
                        true,
                        StatusCode.INTERNAL,
                        "broken",
                        10,
                        50,
                        4,
                        20,
                        5,
                        6,
                        2,
                        9,
                        77,
                        "w2",
                        steps.steps()));
    }

    @Test
    void shouldForgetNothingOfTheLastRequestInTheNext() {
        journal.onFinished(request.start(CLIENT, 1, "it.Service/Do", 3)
                .end(StatusCode.INTERNAL, "broken", 10, 50)
                .accepted(4, 2, 9, new RequestSteps(List.of()))
                .dispatched(20)
                .answered(5, 6, "w2"));
        journal.onFinished(request.start(CLIENT, 2, "", -1).end(StatusCode.UNIMPLEMENTED, "no", 60, 60));

        JournalEntry refused = journal.find(2).get(0);
        assertThat(refused.accepted()).isFalse();
        assertThat(refused.wasDispatched()).isFalse();
        assertThat(refused.isTimed()).isFalse();
        assertThat(refused.pool()).isEqualTo(-1);
        assertThat(refused.worker()).isEmpty();
        assertThat(refused.attempt()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheSlowestOfEachMinute() {
        for (int minute = 0; minute < 3; minute++) {
            for (int i = 0; i < 1_000; i++) {
                ended(minute * 1_000L + i, StatusCode.OK, minute * MINUTE + 1_000_000 + i, (i * 7919) % 1_000);
            }
        }

        List<JournalEntry> slowest = journal.slowest(JournalTest::any, 1_000);

        assertThat(slowest).hasSize(3 * SlowestPerMinute.PER_MINUTE);
        assertThat(slowest).allSatisfy(entry -> assertThat(entry.totalNanos()).isGreaterThanOrEqualTo(980));
        assertThat(slowest.get(0).totalNanos()).isEqualTo(999);
    }

    @Test
    void shouldNotLetAFloodOfOneFailureWashAwayAnother() {
        ended(1, StatusCode.INTERNAL, 1, 1);
        for (int i = 2; i < 10_000; i++) {
            ended(i, StatusCode.RESOURCE_EXHAUSTED, i, 1);
        }

        assertThat(journal.find(1)).hasSize(1);
        assertThat(journal.failed(JournalTest::any, 3))
                .extracting(JournalEntry::requestId)
                .containsExactly(9_999L, 9_998L, 9_997L);
    }

    @Test
    @Timeout(300)
    void shouldNeverShowHalfOfOneAndHalfOfAnother() {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (long i = 1; !done.get(); i++) {
                ended(i, StatusCode.OK, 3 * i, 2 * i);
            }
        });
        try {
            for (int i = 0; i < 50_000; i++) {
                for (JournalEntry entry : journal.recent(JournalTest::any, 8)) {
                    assertThat(entry.totalNanos()).isEqualTo(2 * entry.requestId());
                    assertThat(entry.endedNanos()).isEqualTo(3 * entry.requestId());
                }
            }
        } finally {
            done.set(true);
            writer.join();
        }
    }
}
