package dev.baton.worker.leader;

import static org.awaitility.Awaitility.await;

import dev.baton.worker.leader.LeaderToken.Loan;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A watchdog that looks by itself only once in an hour. */
class WatchdogTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final LeaderToken token = new LeaderToken(System::nanoTime, LeadershipListener.NONE);
    private final Watchdog watchdog = new Watchdog(token, "test-watchdog", Duration.ofHours(1));
    private final Thread leader = new Thread(() -> {});

    @BeforeEach
    void start() {
        watchdog.start();
        token.acquire();
    }

    @AfterEach
    void end() throws Exception {
        watchdog.end();
        watchdog.thread().join(LONG.toMillis());
    }

    @Test
    void shouldTakeTheLeadAwayWhenMoreWasThereBefore() {
        watchdog.beforeLoan();
        token.lend(new Loan(leader));
        watchdog.onLent(true);

        await().atMost(LONG).until(() -> !token.isLent());
    }

    @Test
    void shouldTakeTheLeadAwayWhenSomethingComesUpDuringTheLoan() {
        watchdog.beforeLoan();
        token.lend(new Loan(leader));
        watchdog.onLent(false);
        watchdog.onWanted();

        await().atMost(LONG).until(() -> !token.isLent());
    }

    @Test
    void shouldTakeTheLeadAwayWhenSomethingCameUpJustBeforeTheLoan() {
        watchdog.beforeLoan();
        watchdog.onWanted();
        token.lend(new Loan(leader));
        watchdog.onLent(false);

        await().atMost(LONG).until(() -> !token.isLent());
    }

    @Test
    void shouldLookCloselyAgainAfterAQuietTime() {
        Loan loan = new Loan(leader);
        for (int round = 0; round < 100; round++) {
            watchdog.beforeLoan();
            token.lend(loan);
            watchdog.onLent(round % 2 == 0);
            token.takeBack(loan);
        }
        watchdog.beforeLoan();
        token.lend(loan);
        watchdog.onLent(false);
        watchdog.onWanted();

        await().atMost(LONG).until(() -> !token.isLent());
    }
}
