package dev.baton.worker.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pool alone, over a duty that counts. */
class LeaderFollowersTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int THREADS = 5;

    private final AtomicLong promotions = new AtomicLong();
    private @Nullable CountingDuty duty;
    private @Nullable LeaderFollowers pool;

    /** The policies under which the same must hold. */
    static List<PromotionPolicy> policies() {
        return List.of(PromoteAlways.INSTANCE, KeepTheLead.INSTANCE, new PromoteOnDemand());
    }

    @AfterEach
    void stop() throws Exception {
        duty.done = true;
        assertThat(pool.awaitTermination(LONG, System::nanoTime)).isTrue();
        assertThat(duty.stops).isEqualTo(1);
    }

    private void start(PromotionPolicy policy, CountingDuty counting) {
        duty = counting;
        pool = new LeaderFollowers(
                "test",
                THREADS,
                policy,
                counting,
                (promoted, freeNanos) -> promotions.addAndGet(promoted ? 1 : 0),
                System::nanoTime);
        pool.start();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldHaveOneLeaderAtATimeAndDoEachPieceOnce(PromotionPolicy policy) {
        start(policy, new CountingDuty(200_000, number -> {}));

        await().atMost(LONG).until(() -> duty.ran.get() == 200_000);
        assertThat(duty.clashes.get()).as("times that two led at once").isZero();
        assertThat(duty.found).isEqualTo(200_000);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldLeadOnWhileOneIsStuck(PromotionPolicy policy) {
        CountDownLatch stuck = new CountDownLatch(1);
        start(policy, new CountingDuty(10_000, number -> {
            if (number == 500) {
                awaitQuietly(stuck);
            }
        }));
        try {
            await().atMost(LONG).until(() -> duty.ran.get() == 9_999);
        } finally {
            stuck.countDown();
        }
        await().atMost(LONG).until(() -> duty.ran.get() == 10_000);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldRunAsManyAsThereAreThreadsButOneAtOnce(PromotionPolicy policy) {
        CountDownLatch all = new CountDownLatch(THREADS - 1);
        start(policy, new CountingDuty(THREADS - 1, number -> {
            all.countDown();
            awaitQuietly(all);
        }));

        await().atMost(LONG).until(() -> duty.ran.get() == THREADS - 1);
        assertThat(promotions.get()).isPositive();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a piece of work does. */
    private interface Task {
        void run(int number);
    }

    /** Finds this many pieces of work; counts without any lock, so that the count is wrong if two lead at once. */
    private static final class CountingDuty implements LeaderDuty {
        private final int most;
        private final Task task;
        private final AtomicInteger leaders = new AtomicInteger();
        private final AtomicInteger clashes = new AtomicInteger();
        private final AtomicInteger ran = new AtomicInteger();
        private int found;
        private int stops;
        private volatile boolean done;

        CountingDuty(int most, Task task) {
            this.most = most;
            this.task = task;
        }

        @Override
        public @Nullable Work lead() {
            if (leaders.incrementAndGet() != 1) {
                clashes.incrementAndGet();
            }
            try {
                return found == most ? null : work(found++);
            } finally {
                leaders.decrementAndGet();
            }
        }

        private Work work(int number) {
            return new Work() {
                @Override
                public String method() {
                    return "test";
                }

                @Override
                public @Nullable Work run() {
                    task.run(number);
                    ran.incrementAndGet();
                    return null;
                }
            };
        }

        @Override
        public boolean foundAtOnce() {
            return true;
        }

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public void onError(Throwable error) {
            throw new AssertionError(error);
        }

        @Override
        public void onStop() {
            stops++;
        }

        @Override
        public void afterStop() {
            // nothing to clear away
        }
    }
}
