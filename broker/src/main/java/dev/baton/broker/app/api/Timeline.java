package dev.baton.broker.app.api;

import dev.baton.broker.observe.FinishedRequest;
import dev.baton.broker.observe.OpenRequest;
import dev.baton.broker.observe.RequestSteps.Kind;
import dev.baton.broker.observe.RequestSteps.Step;
import dev.baton.broker.observe.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request's life in steps. When a handler ran is worked out from what the worker says, as if both ways took equally long. */
final class Timeline {
    private final long arrivedNanos;
    private final int lastAttempt;
    private final List<Views.TimelineStep> steps = new ArrayList<>();
    private int attempt;

    private Timeline(long arrivedNanos, int lastAttempt, List<Step> steps) {
        this.arrivedNanos = arrivedNanos;
        this.lastAttempt = lastAttempt;
        long lost = steps.stream().filter(step -> step.kind() == Kind.LOST).count();
        this.attempt = lastAttempt - (int) Math.min(lastAttempt - 1L, lost);
    }

    /** All of it. */
    static List<Views.TimelineStep> of(JournalEntry entry) {
        Timeline timeline = new Timeline(entry.arrivedNanos(), entry.attempt(), entry.steps());
        timeline.write(entry);
        return timeline.steps;
    }

    /** As far as it has come. */
    static List<Views.TimelineStep> of(OpenRequest request) {
        Timeline timeline = new Timeline(request.arrivedNanos(), request.attempt(), request.steps());
        timeline.add(request.arrivedNanos(), "ARRIVED", null, "");
        timeline.addWays(request.steps(), request.isAtWorker() ? request.dispatchedNanos() : FinishedRequest.UNKNOWN);
        return timeline.steps;
    }

    private void write(JournalEntry entry) {
        add(entry.arrivedNanos(), "ARRIVED", null, "");
        if (!entry.accepted()) {
            add(entry.endedNanos(), "REFUSED", null, entry.message());
            return;
        }
        addWays(entry.steps(), entry.dispatchedNanos());
        if (entry.wasDispatched() && entry.isTimed()) {
            addHandler(entry);
        }
        String message = entry.message().isEmpty() ? "" : ": " + entry.message();
        add(entry.endedNanos(), "ENDED", RequestViews.worker(entry), entry.status() + message);
    }

    private void addWays(List<Step> ways, long dispatchedNanos) {
        add(arrivedNanos, "QUEUED", null, "");
        ways.forEach(this::addReturn);
        boolean isKnown =
                ways.stream().anyMatch(step -> step.kind() == Kind.DISPATCHED && step.nanos() == dispatchedNanos);
        if (dispatchedNanos != FinishedRequest.UNKNOWN && !isKnown) {
            add(dispatchedNanos, "DISPATCHED", null, "");
        }
    }

    private void addReturn(Step step) {
        String worker = step.worker().isEmpty() ? null : step.worker();
        switch (step.kind()) {
            case DISPATCHED -> add(step.nanos(), "DISPATCHED", worker, "");
            case HANDED_BACK -> add(step.nanos(), "HANDED_BACK", worker, "no room for it; waits again");
            case LOST -> {
                add(step.nanos(), "LOST", worker, "with the worker that had it");
                attempt = Math.min(attempt + 1, lastAttempt);
            }
        }
    }

    private void addHandler(JournalEntry entry) {
        long roundTrip = entry.endedNanos() - entry.dispatchedNanos();
        long ways = Math.max(0, roundTrip - entry.workerWaitNanos() - entry.handlerNanos());
        long started = entry.dispatchedNanos() + ways / 2 + entry.workerWaitNanos();
        String worker = RequestViews.worker(entry);
        add(Math.min(started, entry.endedNanos()), "HANDLER_STARTED", worker, "");
        add(Math.min(started + entry.handlerNanos(), entry.endedNanos()), "HANDLER_ENDED", worker, "");
    }

    private void add(long nanos, String state, @Nullable String worker, String note) {
        steps.add(
                new Views.TimelineStep(Units.micros(nanos - arrivedNanos), state, worker, Math.max(1, attempt), note));
    }
}
