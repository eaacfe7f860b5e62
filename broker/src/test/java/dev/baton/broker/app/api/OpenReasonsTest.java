package dev.baton.broker.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.broker.observe.FinishedRequest;
import dev.baton.broker.observe.OpenRequest;
import dev.baton.broker.observe.OpenRequest.Holder;
import dev.baton.broker.observe.OpenRequest.State;
import dev.baton.broker.observe.RequestSteps.Kind;
import dev.baton.broker.observe.RequestSteps.Step;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Identity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenReasonsTest {
    private static final long SECOND = 1_000_000_000;
    private static final long NOW = 100 * SECOND;

    private final List<WorkerSnapshot> workers = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private int plainPeers;
    private int attempt = 1;
    private HandBackReason lastHandBack = HandBackReason.UNSPECIFIED;

    @Test
    void shouldSayThatNoSlotIsFree() {
        workers.add(worker("w", "READY", 4, 4, SECOND / 10));

        assertThat(reasons(waiting(), 17, 5, 5))
                .containsExactly(
                        "It has waited in the broker's queue for 3.2 s, because no slot is free: 4 of 4 busy.",
                        "17 requests wait in pool images.",
                        "27 s are left until its deadline.");
    }

    @Test
    void shouldSayThatAllThatMayBeDispatchedIs() {
        workers.add(worker("w", "READY", 4, 3, SECOND / 10));

        assertThat(reasons(waiting(), 1, 5, 5))
                .first()
                .asString()
                .contains("5 in flight, of at most 5; 3 of 4 slots were busy at the last heartbeats");
    }

    @Test
    void shouldSayThatItWaitsAsideForItsMethod() {
        workers.add(worker("w", "READY", 4, 1, SECOND / 10));
        lastHandBack = HandBackReason.METHOD_BUSY;
        assertThat(reasons(waiting(), 1, 1, 5)).first().asString().contains("as many calls of its method as it may");

        lastHandBack = HandBackReason.NOT_SERVING;
        assertThat(reasons(waiting(), 1, 1, 5))
                .first()
                .asString()
                .endsWith("no worker serves its method at the moment.");
    }

    @Test
    void shouldSayThatNoWorkerIsThereAndWhereOneWouldConnect() {
        assertThat(reasons(waiting(), 1, 0, 0))
                .first()
                .asString()
                .endsWith("because no worker is connected to pool images (workers connect to tcp://there:5556).");
    }

    @Test
    void shouldSayWhyTheWorkersThatAreThereTakeNothing() {
        workers.add(worker("frozen", "SUSPECT", 4, 4, 4 * SECOND));
        workers.add(worker("leaving", "DRAINING", 4, 0, SECOND / 10));

        assertThat(reasons(waiting(), 1, 0, 0))
                .first()
                .asString()
                .contains("frozen is SUSPECT, heard of 4.0 s ago; leaving is DRAINING, heard of 0.1 s ago");
    }

    @Test
    void shouldSayWhoHasIt() {
        workers.add(worker("w", "READY", 4, 1, SECOND / 10));

        assertThat(reasons(at(new Holder("w", false, SECOND / 10, SECOND / 10)), 0, 1, 5))
                .containsExactly(
                        "Worker w has had it for 12 s; it holds it still according to its last heartbeat 0.1 s ago.",
                        "27 s are left until its deadline.");
    }

    @Test
    void shouldSayThatTheWorkerThatHasItStandsStill() {
        assertThat(reasons(at(new Holder("w", true, 4 * SECOND, 4 * SECOND)), 0, 1, 5))
                .first()
                .isEqualTo("Worker w has had it for 12 s and stands still, or is cut off: no heartbeat for 4.0 s.");
    }

    @Test
    void shouldSayThatItsWorkerDoesNotListItAnyMore() {
        assertThat(reasons(at(new Holder("w", false, SECOND / 10, 2 * SECOND)), 0, 1, 5))
                .first()
                .isEqualTo(
                        "Worker w had it 2.0 s ago and does not list it any more: its reply is on the way, or lost.");
    }

    @Test
    void shouldSayWhoMayHaveWhatNobodyClaims() {
        assertThat(reasons(at(null), 0, 1, 5)).first().asString().endsWith("none has said yet that it has it.");

        workers.add(worker("frozen", "SUSPECT", 4, 4, 4 * SECOND));
        assertThat(reasons(at(null), 0, 1, 5)).first().asString().contains("unread before frozen, which stands still");

        plainPeers = 1;
        assertThat(reasons(at(null), 0, 1, 5)).first().asString().contains("a plain ZeroMQ worker");
    }

    @Test
    void shouldSayThatNobodyWaitsForWhatIsOverrun() {
        OpenRequest request = request(State.OVERRUN, NOW - 12 * SECOND, new Holder("w", false, 0, 0));

        assertThat(reasons(request, 0, 1, 5))
                .hasSize(2)
                .satisfies(all -> assertThat(all.get(0)).startsWith("Nobody waits for it any more"))
                .satisfies(all -> assertThat(all.get(1)).startsWith("Worker w has had it for 12 s"));
    }

    @Test
    void shouldTellWhereItHasBeen() {
        steps.add(new Step(NOW - 3 * SECOND, Kind.DISPATCHED, ""));
        steps.add(new Step(NOW - 2 * SECOND, Kind.LOST, "dead"));
        steps.add(new Step(NOW - 2 * SECOND, Kind.DISPATCHED, ""));
        steps.add(new Step(NOW - SECOND, Kind.HANDED_BACK, "full"));
        attempt = 2;

        assertThat(reasons(waiting(), 1, 0, 0))
                .contains(
                        "It was lost with a worker once; this was attempt 2.",
                        "Workers that had no room for it handed it back once.");
    }

    private OpenRequest waiting() {
        return request(State.QUEUED, FinishedRequest.UNKNOWN, null);
    }

    private OpenRequest at(@Nullable Holder holder) {
        return request(State.AT_WORKER, NOW - 12 * SECOND, holder);
    }

    private OpenRequest request(State state, long dispatched, @Nullable Holder holder) {
        return new OpenRequest(
                42,
                Identity.of(new byte[] {1}),
                "",
                "s.S/M",
                0,
                state,
                NOW - 13 * SECOND,
                32 * SECOND / 10,
                dispatched,
                NOW + 27 * SECOND,
                attempt,
                0,
                lastHandBack,
                0,
                holder,
                steps);
    }

    private List<String> reasons(OpenRequest request, int queued, int inFlight, int window) {
        int capacity = workers.stream()
                .filter(worker -> worker.state().equals("READY"))
                .mapToInt(WorkerSnapshot::capacity)
                .sum();
        PoolSnapshot pool = new PoolSnapshot(
                "images",
                "tcp://there:5556",
                queued,
                0,
                inFlight,
                0,
                window,
                capacity,
                1,
                1000,
                plainPeers,
                workers,
                "",
                0,
                0);
        return OpenReasons.of(request, NOW, pool);
    }

    private static WorkerSnapshot worker(String id, String state, int capacity, int busy, long silentNanos) {
        return new WorkerSnapshot(
                id, "host", 1, "address", state, capacity, busy, silentNanos, 0, 0, "", 0, true, 60 * SECOND);
    }
}
