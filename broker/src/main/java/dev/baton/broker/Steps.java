package dev.baton.broker;

import dev.baton.broker.observe.RequestSteps;
import dev.baton.broker.observe.RequestSteps.Kind;
import dev.baton.broker.observe.RequestSteps.Step;
import dev.baton.broker.queue.Trail;
import java.util.stream.IntStream;

/** The trail of a request, which is the loop's own, as something that anybody may keep. */
final class Steps {
    private Steps() {}

    static RequestSteps of(Trail trail) {
        return new RequestSteps(IntStream.range(0, trail.size())
                .mapToObj(i -> new Step(trail.atNanos(i), kind(trail.step(i)), trail.worker(i)))
                .toList());
    }

    private static Kind kind(Trail.Step step) {
        return switch (step) {
            case DISPATCHED -> Kind.DISPATCHED;
            case HANDED_BACK -> Kind.HANDED_BACK;
            case LOST -> Kind.LOST;
        };
    }
}
