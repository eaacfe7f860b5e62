package dev.baton.bench.pool;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What each request costs: up to 100 µs of computing, or more than that of waiting. */
enum Handler {
    EMPTY("0", 0),
    COMPUTE_10_MICROS("10 µs", 10),
    COMPUTE_100_MICROS("100 µs", 100),
    WAIT_1_MILLI("1 ms", 1_000),
    WAIT_10_MILLIS("10 ms", 10_000),
    MIX("mix", -1);

    private static final long LONGEST_COMPUTED_MICROS = 100;

    final String title;
    private final long micros;

    Handler(String title, long micros) {
        this.title = title;
        this.micros = micros;
    }

    void run() {
        if (this == MIX) {
            // 90 % 10 µs, 9 % 100 µs, 1 % 10 ms
            int dice = ThreadLocalRandom.current().nextInt(100);
            spend(dice < 90 ? 10 : dice < 99 ? 100 : 10_000);
        } else {
            spend(micros);
        }
    }

    private static void spend(long micros) {
        long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
        if (micros > LONGEST_COMPUTED_MICROS) {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        } else {
            while (micros > 0 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
    }
}
