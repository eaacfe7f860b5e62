package dev.baton.broker.app.api;

import dev.baton.broker.observe.RequestSteps.Kind;
import dev.baton.broker.observe.RequestSteps.Step;
import dev.baton.broker.observe.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request's life in steps. When a handler ran is worked out from what the worker says, as if both ways took equally long. */
final class Timeline {
    private final JournalEntry entry;
    private final List<Views.TimelineStep> steps = new ArrayList<>();
    private int attempt;

    private Timeline(JournalEntry entry) {
        this.entry = entry;
        this.attempt = entry.attempt() - (int) lost(entry);
    }

    private static long lost(JournalEntry entry) {
        return Math.min(
                entry.attempt() - 1L,
                entry.steps().stream().filter(step -> step.kind() == Kind.LOST).count());
    }

    static List<Views.TimelineStep> of(JournalEntry entry) {
        Timeline timeline = new Timeline(entry);
        timeline.write();
        return timeline.steps;
    }

    private void write() {
        add(entry.arrivedNanos(), "ARRIVED", null, "");
        if (!entry.accepted()) {
            add(entry.endedNanos(), "REFUSED", null, entry.message());
            return;
        }
        add(entry.arrivedNanos(), "QUEUED", null, "");
        entry.steps().forEach(this::addReturn);
        boolean dispatchIsKnown = entry.steps().stream()
                .anyMatch(step -> step.kind() == Kind.DISPATCHED && step.nanos() == entry.dispatchedNanos());
        if (entry.wasDispatched() && !dispatchIsKnown) {
            add(entry.dispatchedNanos(), "DISPATCHED", null, "");
        }
        if (entry.wasDispatched() && entry.isTimed()) {
            addHandler();
        }
        String message = entry.message().isEmpty() ? "" : ": " + entry.message();
        add(entry.endedNanos(), "ENDED", RequestViews.worker(entry), entry.status() + message);
    }

    private void addReturn(Step step) {
        String worker = step.worker().isEmpty() ? null : step.worker();
        switch (step.kind()) {
            case DISPATCHED -> add(step.nanos(), "DISPATCHED", worker, "");
            case HANDED_BACK ->
                add(step.nanos(), "HANDED_BACK", worker, "all its slots were taken; waits again, before all others");
            case LOST -> {
                add(step.nanos(), "LOST", worker, "with the worker that had it");
                attempt = Math.min(attempt + 1, entry.attempt());
            }
        }
    }

    private void addHandler() {
        long roundTrip = entry.endedNanos() - entry.dispatchedNanos();
        long ways = Math.max(0, roundTrip - entry.workerWaitNanos() - entry.handlerNanos());
        long started = entry.dispatchedNanos() + ways / 2 + entry.workerWaitNanos();
        String worker = RequestViews.worker(entry);
        add(Math.min(started, entry.endedNanos()), "HANDLER_STARTED", worker, "");
        add(Math.min(started + entry.handlerNanos(), entry.endedNanos()), "HANDLER_ENDED", worker, "");
    }

    private void add(long nanos, String state, @Nullable String worker, String note) {
        steps.add(new Views.TimelineStep(
                Units.micros(nanos - entry.arrivedNanos()), state, worker, Math.max(1, attempt), note));
    }
}
