package dev.baton.broker.app.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.app.watch.Finding.Level;
import dev.baton.broker.observe.AuthOutcome;
import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.State;
import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.broker.observe.ConnectionRefusal;
import dev.baton.broker.observe.FinishedRequest;
import dev.baton.broker.observe.RejectReason;
import dev.baton.broker.observe.history.History;
import dev.baton.wire.Identity;
import dev.baton.wire.StatusCode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long now;
    private final History history = new History(1, 0);
    private final Incidents incidents = new Incidents();
    private final Departures departures = new Departures(() -> now);
    private final Verdict verdict = new Verdict(history, incidents, departures);

    private static WorkerSnapshot worker(String state) {
        return new WorkerSnapshot("w1", "host1", 7, "", state, 4, 0, 2 * SECOND, 0, 0, "", 0, true, SECOND);
    }

    private static PoolSnapshot pool(int capacity, int queued, long oldestNanos, WorkerSnapshot... workers) {
        return new PoolSnapshot(
                "texts",
                "tcp://here:1",
                queued,
                0,
                capacity,
                0,
                capacity,
                capacity,
                0,
                0,
                0,
                List.of(workers),
                "",
                oldestNanos,
                0);
    }

    private BrokerSnapshot snapshot(PoolSnapshot pool) {
        return new BrokerSnapshot(State.SERVING, 0, List.of(pool), now);
    }

    private void pass(int seconds, PoolSnapshot pool) {
        for (int i = 0; i < seconds; i++) {
            now += SECOND;
            history.onSnapshot(snapshot(pool));
            incidents.onSnapshot(snapshot(pool));
        }
    }

    private List<Finding> findings(PoolSnapshot pool) {
        return verdict.of(snapshot(pool), false);
    }

    @Test
    void shouldHaveNothingToSayWhenAllIsWell() {
        PoolSnapshot pool = pool(4, 0, 0, worker("READY"));
        pass(60, pool);

        assertThat(findings(pool)).isEmpty();
        assertThat(Verdict.worst(List.of())).isEqualTo(Level.OK);
    }

    @Test
    void shouldCallItCriticalWhenRequestsWaitForAWorkerThatIsNotThere() {
        assertThat(findings(pool(0, 0, 0))).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WARNING);
            assertThat(finding.todo()).contains("tcp://here:1");
        });
        assertThat(findings(pool(0, 3, 0))).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.CRITICAL);
            assertThat(finding.what()).contains("texts", "3 requests waiting");
        });
    }

    @Test
    void shouldNameASilentWorker() {
        assertThat(findings(pool(4, 0, 0, worker("SUSPECT"))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("w1 on host1", "2000 ms"));
    }

    @Test
    void shouldTellOfAQueueOnlyWhenItLasts() {
        PoolSnapshot full = pool(4, 9, SECOND / 10, worker("READY"));
        pass(9, full);
        assertThat(findings(full)).isEmpty();

        pass(2, full);

        assertThat(findings(full))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("9 requests waiting", "busy for 11 s"));
        assertThat(findings(pool(4, 9, 11 * SECOND, worker("READY"))).get(0).level())
                .isEqualTo(Level.CRITICAL);
    }

    @Test
    void shouldTellOfAWorkerThatWentWithoutAGoodbyeForFiveMinutes() {
        PoolSnapshot pool = pool(4, 0, 0, worker("READY"));
        departures.onWorkerChanged("texts", worker("GONE"), true);
        assertThat(findings(pool)).isEmpty();
        departures.onWorkerChanged("texts", worker("GONE"), false);
        assertThat(findings(pool))
                .singleElement()
                .satisfies(it -> assertThat(it.what()).contains("w1 on host1"));

        now += 301 * SECOND;

        assertThat(findings(pool)).isEmpty();
        assertThat(departures.recent()).hasSize(2);
    }

    @Test
    void shouldTellOfRefusalsForAMinute() {
        PoolSnapshot pool = pool(4, 0, 0, worker("READY"));
        pass(1, pool);
        incidents.onRejected(RejectReason.UNKNOWN_SERVICE);
        assertThat(findings(pool)).singleElement().satisfies(finding -> {
            assertThat(finding.what()).contains("1 for a service that no pool serves");
            assertThat(finding.todo()).contains("misspelt");
        });

        pass(62, pool);

        assertThat(findings(pool)).isEmpty();
    }

    @Test
    void shouldTellOfConnectionsThatWereRefusedForFiveMinutes() {
        PoolSnapshot pool = pool(4, 0, 0, worker("READY"));
        pass(1, pool);
        incidents.onConnectionsRefused(ConnectionRefusal.SLOW_HANDSHAKE, 12);
        incidents.onConnectionsRefused(ConnectionRefusal.TOO_MANY_OF_ADDRESS, 40);
        assertThat(findings(pool)).singleElement().satisfies(finding -> {
            assertThat(finding.what()).contains("40 beyond as many as one address may have", "12 that did not finish");
            assertThat(finding.todo()).contains("limits.max-connections-per-address");
        });

        pass(302, pool);

        assertThat(findings(pool)).isEmpty();
    }

    @Test
    void shouldNotTellOfAPortScan() {
        incidents.onConnectionsRefused(ConnectionRefusal.SLOW_HANDSHAKE, 3);
        incidents.onAuth(AuthOutcome.NO_HANDSHAKE);

        assertThat(findings(pool(4, 0, 0, worker("READY")))).isEmpty();
    }

    @Test
    void shouldTellOfStrangersButNotOfThoseWhoWereLetIn() {
        PoolSnapshot pool = pool(4, 0, 0, worker("READY"));
        incidents.onAuth(AuthOutcome.ADMITTED);
        assertThat(findings(pool)).isEmpty();
        incidents.onAuth(AuthOutcome.UNKNOWN_KEY);

        assertThat(findings(pool)).singleElement().satisfies(finding -> {
            assertThat(finding.what())
                    .contains("1 with a key that is in no list")
                    .doesNotContain("let in");
            assertThat(finding.todo()).contains("curve.authorized");
        });
    }

    @Test
    void shouldPutTheWorstFirst() {
        PoolSnapshot pool = pool(4, 0, 0, worker("SUSPECT"));
        incidents.onLoopError(new IllegalStateException("a bug"));

        assertThat(findings(pool)).extracting(Finding::level).containsExactly(Level.CRITICAL, Level.WARNING);
        assertThat(Verdict.worst(findings(pool))).isEqualTo(Level.CRITICAL);
    }

    @Test
    void shouldTellWhenManyRequestsFail() {
        FinishedRequest request = new FinishedRequest();
        PoolSnapshot pool = pool(4, 0, 0, worker("READY"));
        for (int i = 0; i < 40; i++) {
            history.onFinished(request.start(Identity.of(new byte[] {1}), i, "it.Service/Do", 0)
                    .end(i < 10 ? StatusCode.INTERNAL : StatusCode.OK, "", 0, 1));
        }
        pass(1, pool);

        assertThat(findings(pool))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("25 %", "10 INTERNAL"));
    }
}
