package dev.baton.broker.app.api;

import dev.baton.broker.observe.RequestSteps.Kind;
import dev.baton.broker.observe.RequestSteps.Step;
import dev.baton.broker.observe.journal.JournalEntry;
import dev.baton.wire.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a request took as long as it did, or failed, in sentences. */
final class Reasons {
    private static final double MUCH = 0.2;
    private static final long WORTH_TELLING_NANOS = 1_000_000;

    private final JournalEntry entry;
    private final @Nullable String worker;
    private final Sentences sentences = new Sentences();

    private Reasons(JournalEntry entry, @Nullable String worker) {
        this.entry = entry;
        this.worker = worker;
    }

    static List<String> of(JournalEntry entry, @Nullable String worker) {
        Reasons reasons = new Reasons(entry, worker);
        reasons.tellTheEnd();
        if (entry.accepted()) {
            if (entry.status() != StatusCode.UNIMPLEMENTED) { // nobody has the method: time was not its trouble
                reasons.tellWhereTheTimeWent();
            }
            reasons.tellItsReturns();
        }
        return reasons.sentences.all();
    }

    private void tellTheEnd() {
        if (!entry.accepted()) {
            sentences.add("It was refused at the door with %s: %s.", entry.status(), entry.message());
        } else if (entry.status() == StatusCode.OK) {
            sentences.add("It was answered after %s%s.", Sentences.time(entry.totalNanos()), by());
        } else {
            String why = entry.message().isEmpty() ? "nothing more is said" : entry.message();
            sentences.add(
                    "It ended with %s after %s%s: %s.", entry.status(), Sentences.time(entry.totalNanos()), by(), why);
        }
    }

    private String by() {
        return worker == null ? "" : entry.isTimed() ? " by " + worker : ", last with " + worker;
    }

    private void tellWhereTheTimeWent() {
        tellShare(
                entry.queuedNanos(),
                "it waited in the broker's queue, because as much was dispatched as the workers have room for: more workers or slots would help");
        if (entry.isTimed()) {
            tellShare(entry.handlerNanos(), "the handler ran: look there for what takes so long");
            tellShare(entry.workerWaitNanos(), "it waited at the worker for a thread: its slots were all taken");
            tellShare(
                    RequestViews.networkNanos(entry),
                    entry.hops() > 0 || entry.attempt() > 1
                            ? "it was on its way, with the workers that handed it back or were lost included"
                            : "it was on its way between broker and worker: look at the network, and at processors that are all busy");
        } else if (entry.wasDispatched()) {
            tellShare(
                    entry.endedNanos() - entry.dispatchedNanos(),
                    "it was with a worker that had not answered by then; its handler may still run");
        }
    }

    private void tellShare(long nanos, String what) {
        double share = entry.totalNanos() == 0 ? 0 : (double) nanos / entry.totalNanos();
        if (nanos >= WORTH_TELLING_NANOS && share >= MUCH) {
            sentences.add("During %s of that (%.0f %%) %s.", Sentences.time(nanos), 100 * Math.min(1, share), what);
        }
    }

    private void tellItsReturns() {
        if (entry.partials() > 0) {
            sentences.add("%d replies of its stream went to the client before that.", entry.partials());
        }
        tellReturns(entry.steps(), entry.attempt(), sentences);
        if (entry.accepted() && !entry.wasDispatched()) {
            sentences.add("No worker was ever sent it, so it surely did not run.");
        }
    }

    static void tellReturns(List<Step> steps, int attempt, Sentences sentences) {
        long lost = steps.stream().filter(step -> step.kind() == Kind.LOST).count();
        long returns =
                steps.stream().filter(step -> step.kind() == Kind.HANDED_BACK).count();
        if (lost > 0) {
            sentences.add("It was lost with a worker %s; this was attempt %d.", Sentences.times(lost), attempt);
        }
        if (returns > 0) {
            sentences.add("Workers that had no room for it handed it back %s.", Sentences.times(returns));
        }
    }
}
