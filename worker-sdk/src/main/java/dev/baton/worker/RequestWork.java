package dev.baton.worker;

import dev.baton.worker.admission.Admission;
import dev.baton.worker.leader.Work;
import org.jspecify.annotations.Nullable;

/** A request with a slot. The thread that ends it goes on with the oldest request of the backlog, if there is one. */
record RequestWork(HeldRequest request, HandlerRunner runner, Admission<HeldRequest> admission) implements Work {
    @Override
    public String method() {
        return request.header().method();
    }

    /** Streams wait for their callers, and for the leader, who sends what they say. */
    @Override
    public boolean needsAnotherLeader() {
        return request.flow() != null;
    }

    @Override
    public @Nullable Work run() {
        runner.run(request);
        HeldRequest next = admission.takeWaiting();
        return next == null ? null : new RequestWork(next, runner, admission);
    }
}
