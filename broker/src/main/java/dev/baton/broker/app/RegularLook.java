package dev.baton.broker.app;

import dev.baton.time.SystemNanoClock;
import dev.baton.transport.BugLog;
import dev.baton.transport.LoopTask;
import dev.baton.transport.LoopThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;

/** A thread that looks at something every so often until it is closed, whatever a look throws. Thread-safe. */
final class RegularLook implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final LoopThread thread;

    private RegularLook(String threadName, Duration every, Logger log, LongConsumer look) {
        BugLog bugs = new BugLog(log, "a bug in " + threadName + ", which goes on");
        this.thread = new LoopThread(threadName, new Looking(every, bugs, look), SystemNanoClock.INSTANCE);
    }

    /**
     * Starts with a look at once.
     *
     * @param log where bugs are told
     * @param look gets the present time of the system's nano clock
     */
    static RegularLook start(String threadName, Duration every, Logger log, LongConsumer look) {
        RegularLook regular = new RegularLook(threadName, every, log, look);
        regular.thread.start();
        return regular;
    }

    private final class Looking implements LoopTask {
        private final Duration every;
        private final BugLog bugs;
        private final LongConsumer look;

        Looking(Duration every, BugLog bugs, LongConsumer look) {
            this.every = every;
            this.bugs = bugs;
            this.look = look;
        }

        @Override
        public int doWork(long nowNanos) {
            try {
                look.accept(nowNanos);
            } catch (RuntimeException e) {
                bugs.write(e); // and rests, as after any other look
            }
            return 0;
        }

        @Override
        public void await(long nowNanos) {
            try {
                boolean unused = closing.await(every.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                thread.stop();
            }
        }

        @Override
        public void onError(Throwable error) {
            bugs.write(error);
        }

        @Override
        public void onStop() {}
    }

    @Override
    public void close() {
        thread.stop();
        closing.countDown();
        try {
            boolean unused = thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
