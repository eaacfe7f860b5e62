package dev.baton.broker.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.observe.FinishedRequest;
import dev.baton.broker.observe.RequestSteps.Kind;
import dev.baton.broker.observe.RequestSteps.Step;
import dev.baton.broker.observe.journal.JournalEntry;
import dev.baton.wire.Identity;
import dev.baton.wire.StatusCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReasonsTest {
    private static final long MILLI = 1_000_000;
    private static final long ARRIVED = 500 * MILLI;

    private final List<Step> steps = new ArrayList<>();
    private StatusCode status = StatusCode.OK;
    private String message = "";
    private long queuedNanos;
    private long dispatchedNanos = ARRIVED;
    private long workerWaitNanos;
    private long handlerNanos;
    private int hops;

    @Test
    void shouldNameTheQueueOfTheBroker() {
        queuedNanos = 80 * MILLI;
        handlerNanos = 19 * MILLI;

        assertThat(reasons("w-1"))
                .containsExactly(
                        "It was answered after 100 ms by w-1.",
                        "During 80.00 ms of that (80 %) it waited in the broker's queue, because as much was dispatched as the"
                                + " workers have room for: more workers or slots would help.");
    }

    @Test
    void shouldNameAllThatTookMuch() {
        workerWaitNanos = 40 * MILLI;
        handlerNanos = 59 * MILLI;

        assertThat(reasons("w-1"))
                .containsExactly(
                        "It was answered after 100 ms by w-1.",
                        "During 59.00 ms of that (59 %) the handler ran: look there for what takes so long.",
                        "During 40.00 ms of that (40 %) it waited at the worker for a thread: its slots were all taken.");
    }

    @Test
    void shouldNameTheNetworkForWhatNobodyMeasured() {
        handlerNanos = 10 * MILLI;

        assertThat(reasons("w-1")).last().asString().startsWith("During 90.00 ms of that (90 %) it was on its way");
    }

    @Test
    void shouldTellOfWorkersThatHandedItBack() {
        handlerNanos = 99 * MILLI;
        hops = 2;
        steps.add(new Step(ARRIVED, Kind.HANDED_BACK, "w-2"));
        steps.add(new Step(ARRIVED, Kind.HANDED_BACK, "w-3"));

        assertThat(reasons("w-1")).last().isEqualTo("Workers that had no room for it handed it back 2 times.");
    }

    @Test
    void shouldTellThatItsHandlerMayStillRun() {
        status = StatusCode.DEADLINE_EXCEEDED;
        handlerNanos = FinishedRequest.UNKNOWN;
        workerWaitNanos = FinishedRequest.UNKNOWN;

        assertThat(reasons("w-1"))
                .containsExactly(
                        "It ended with DEADLINE_EXCEEDED after 100 ms, last with w-1: nothing more is said.",
                        "During 100 ms of that (100 %) it was with a worker that had not answered by then; its handler may"
                                + " still run.");
    }

    @Test
    void shouldTellThatItSurelyDidNotRun() {
        status = StatusCode.DEADLINE_EXCEEDED;
        queuedNanos = 100 * MILLI;
        dispatchedNanos = FinishedRequest.UNKNOWN;
        handlerNanos = FinishedRequest.UNKNOWN;

        assertThat(reasons(null)).last().isEqualTo("No worker was ever sent it, so it surely did not run.");
    }

    @Test
    void shouldNotBlameTheNetworkForAMethodThatNobodyHas() {
        status = StatusCode.UNIMPLEMENTED;
        message = "this worker has no a.B/C";

        assertThat(reasons("w-1"))
                .containsExactly("It ended with UNIMPLEMENTED after 100 ms by w-1: this worker has no a.B/C.");
    }

    private List<String> reasons(@Nullable String worker) {
        JournalEntry entry = new JournalEntry(
                1,
                Identity.of(new byte[] {1}),
                "",
                "a.B/C",
                0,
                true,
                status,
                message,
                ARRIVED,
                ARRIVED + 100 * MILLI,
                queuedNanos,
                dispatchedNanos,
                workerWaitNanos,
                handlerNanos,
                1,
                hops,
                0,
                worker == null ? "" : worker,
                steps);
        return Reasons.of(entry, worker);
    }
}
