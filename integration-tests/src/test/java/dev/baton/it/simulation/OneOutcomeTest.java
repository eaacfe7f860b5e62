package dev.baton.it.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.baton.wire.Executed;
import dev.baton.wire.StatusCode;
import org.junit.jupiter.api.Test;

/**
 * What holds whatever dies: thousands of schedules, each from its seed. A failing one is printed; {@code -Dsimulation.seed=N} runs it alone,
 * {@code -Dsimulation.schedules=N} more of them.
 */
class OneOutcomeTest {
    private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 3000);

    @Test
    void shouldEndEveryRequestExactlyOnceWhateverDies() {
        Long only = Long.getLong("simulation.seed");
        long from = only == null ? 1 : only;
        long to = only == null ? SCHEDULES : only;
        for (long seed = from; seed <= to; seed++) {
            ChaosSchedule schedule = new ChaosSchedule(seed);
            try {
                schedule.run();
                check(schedule);
            } catch (RuntimeException | AssertionError e) {
                fail("replay with -Dsimulation.seed=" + seed + "\n" + schedule, e);
            }
        }
    }

    private static void check(ChaosSchedule schedule) {
        for (Job job : schedule.jobs) {
            assertThat(job.outcomes).as("outcomes of %s", job).isEqualTo(1);
            if (!job.idempotent) {
                assertThat(job.started).as("runs of %s", job).isLessThanOrEqualTo(1);
            }
            if (job.executed == Executed.NO) {
                assertThat(job.started).as("runs of %s", job).isZero();
            }
            if (job.status == StatusCode.OK) {
                assertThat(job.started).as("runs of %s", job).isPositive();
            }
            if (job.delivered > 0) {
                assertThat(job.started).as("runs of %s", job).isPositive();
                assertThat(job.executed).as("executed of %s", job).isEqualTo(Executed.YES);
            }
            if (job.status == StatusCode.OK) {
                assertThat(job.delivered).as("replies of %s", job).isEqualTo(job.replies);
            }
        }
        assertThat(schedule.broker.streamBroken).as("a reply out of order").isFalse();
        assertThat(schedule.broker.windowExceeded).as("window exceeded").isFalse();
        assertThat(schedule.broker.pool().view().queued())
                .as("left in the queue")
                .isZero();
        assertThat(schedule.broker.pool().view().inFlight())
                .as("left in flight")
                .isZero();
        assertThat(schedule.broker.pool().view().queuedBytes()).as("bytes left").isZero();
    }
}
