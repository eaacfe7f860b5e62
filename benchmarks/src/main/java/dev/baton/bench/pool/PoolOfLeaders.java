package dev.baton.bench.pool;

import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.WakeUp;
import dev.baton.wire.Frames;
import dev.baton.worker.admission.Admission;
import dev.baton.worker.admission.Verdict;
import dev.baton.worker.leader.LeaderDuty;
import dev.baton.worker.leader.LeaderFollowers;
import dev.baton.worker.leader.LeadershipListener;
import dev.baton.worker.leader.PromotionPolicy;
import dev.baton.worker.leader.Work;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The worker SDK's pool, over the same bare socket as the others. */
final class PoolOfLeaders implements Variant {
    private static final int BACKLOG = 64;
    private static final long LONGEST_WAIT_NANOS = 100_000_000;
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final LeaderFollowers pool;
    private final Duty duty;

    PoolOfLeaders(Endpoint endpoint, Handler handler, int slots, PromotionPolicy policy) {
        duty = new Duty(endpoint, handler, slots);
        pool = new LeaderFollowers("pool", slots + 1, policy, duty, LeadershipListener.NONE, System::nanoTime);
        pool.start();
    }

    @Override
    public void close() {
        duty.done = true;
        duty.wakeUp.wakeUp();
        try {
            if (!pool.awaitTermination(LONGEST_END, System::nanoTime)) {
                throw new IllegalStateException("the pool did not end within " + LONGEST_END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Duty implements LeaderDuty {
        private final WakeUp wakeUp = new WakeUp();
        private final ConcurrentLinkedQueue<Frames> outbox = new ConcurrentLinkedQueue<>();
        private final Admission<Frames> admission;
        private final MessageSocket socket;
        private final SocketPoll poll;
        private final SocketPoll bell; // for the time in which all slots are taken
        private final Handler handler;
        private boolean waited;
        private boolean foundAtOnce;
        private volatile boolean done;

        Duty(Endpoint endpoint, Handler handler, int slots) {
            this.socket = endpoint.connect();
            this.poll = endpoint.poll(wakeUp, socket);
            this.bell = endpoint.poll(wakeUp);
            this.handler = handler;
            this.admission = new Admission<>(slots, 0, BACKLOG);
        }

        @Override
        public @Nullable Work lead() {
            for (Frames reply = outbox.peek(); reply != null; reply = outbox.peek()) {
                if (socket.send(reply) != SendResult.SENT) {
                    break;
                }
                outbox.poll();
            }
            Frames next = admission.takeWaiting();
            if (next == null) {
                next = receive();
            }
            if (next == null) {
                sleep();
                return null;
            }
            foundAtOnce = !waited;
            waited = false;
            return work(next);
        }

        private @Nullable Frames receive() {
            while (admission.waiting() < BACKLOG) {
                Frames frames = new Frames();
                if (!socket.receive(frames)) {
                    return null;
                }
                if (admission.offer(frames, 0) == Verdict.RUN) {
                    return frames;
                }
            }
            return null;
        }

        private void sleep() {
            waited = true;
            boolean full = admission.waiting() == BACKLOG;
            wakeUp.aboutToSleep();
            if (outbox.isEmpty() && !admission.hasWaitingForFreeSlot() && !done) {
                (full ? bell : poll).await(LONGEST_WAIT_NANOS);
            }
            wakeUp.awake();
        }

        private Work work(Frames request) {
            return new Work() {
                @Override
                public String method() {
                    return handler.title;
                }

                @Override
                public @Nullable Work run() {
                    handler.run();
                    outbox.add(request);
                    admission.release();
                    wakeUp.wakeUp();
                    Frames next = admission.takeWaiting();
                    return next == null ? null : work(next);
                }
            };
        }

        @Override
        public boolean foundAtOnce() {
            return foundAtOnce;
        }

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public void onError(Throwable error) {
            throw new IllegalStateException(error);
        }

        @Override
        public void onStop() {
            poll.close();
            bell.close();
            socket.close();
            wakeUp.close();
        }

        @Override
        public void afterStop() {
            // nothing to clear away
        }
    }
}
