package dev.baton.client;

import dev.baton.wire.Payload;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams whose consumers do not wait: each subscription is a call of its own. The window is what is fetched ahead; replies are handed on as the
 * subscriber asks for them, and only what was handed on makes room for more. Thread-safe.
 */
final class ReplyPublisher<R> implements Flow.Publisher<R> {
    private static final Logger log = LoggerFactory.getLogger(ReplyPublisher.class);

    private final CallDesk desk;
    private final Opener opener;
    private final PayloadDecoder<R> decoder;
    private final Executor executor;

    /** Makes the call. */
    @FunctionalInterface
    interface Opener {
        StreamCall open(Runnable onNews);
    }

    ReplyPublisher(CallDesk desk, Opener opener, PayloadDecoder<R> decoder, Executor executor) {
        this.desk = desk;
        this.opener = opener;
        this.decoder = decoder;
        this.executor = executor;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super R> subscriber) {
        Subscription subscription = new Subscription(Objects.requireNonNull(subscriber, "subscriber"));
        subscription.start(opener.open(subscription::pass));
    }

    /**
     * One call and who wants its replies. Signals are given one at a time: whoever raises {@code passes} from 0 gives them until it is 0 again. It
     * begins at 1, so that nothing is given before {@code onSubscribe}.
     */
    private final class Subscription implements Flow.Subscription {
        private final Flow.Subscriber<? super R> subscriber;
        private final AtomicInteger passes = new AtomicInteger(1);
        private final AtomicLong demand = new AtomicLong();
        private volatile @Nullable StreamCall call;
        private volatile boolean cancelled;
        private volatile @Nullable Throwable misuse;

        Subscription(Flow.Subscriber<? super R> subscriber) {
            this.subscriber = subscriber;
        }

        void start(StreamCall opened) {
            call = opened;
            subscriber.onSubscribe(this);
            execute();
        }

        /** There may be something to give. */
        void pass() {
            if (passes.getAndIncrement() == 0) {
                execute();
            }
        }

        private void execute() {
            try {
                executor.execute(this::give);
            } catch (RuntimeException | Error e) { // whatever it is: a stream that never ends would be worse
                log.warn(
                        "the callback executor refused a stream's replies, so they are given on this thread: {}",
                        e.toString());
                give();
            }
        }

        private void give() {
            int seen = 1;
            do {
                try {
                    giveWhatIsWanted(Objects.requireNonNull(call));
                } catch (Throwable broken) {
                    log.warn("a subscriber failed; its stream is closed", broken);
                    cancel();
                }
                seen = passes.addAndGet(-seen);
            } while (seen != 0);
        }

        private void giveWhatIsWanted(StreamCall open) throws Exception {
            while (!cancelled) {
                Throwable wrong = misuse;
                boolean ended = open.hasEnded(); // before the look at what has come: so that nothing comes in between
                if (wrong != null) {
                    cancel();
                    subscriber.onError(wrong);
                } else if (open.isEmpty()) {
                    if (!ended) {
                        return;
                    }
                    end(open);
                } else if (demand.get() > 0) {
                    giveNext(open);
                } else {
                    return;
                }
            }
        }

        private void giveNext(StreamCall open) {
            Payload payload = open.poll();
            if (payload == null) {
                return;
            }
            R reply;
            try {
                reply = decoder.decode(payload);
            } catch (Exception e) {
                cancel();
                subscriber.onError(
                        CallException.forFuture(open.method(), open.requestId(), Failures.unexpectedType(payload, e)));
                return;
            }
            demand.getAndUpdate(wanted -> wanted == Long.MAX_VALUE ? wanted : wanted - 1);
            subscriber.onNext(reply);
            desk.onTaken(open, payload);
        }

        private void end(StreamCall open) {
            cancelled = true;
            if (open.outcome() instanceof Outcome.Failure failure) {
                subscriber.onError(CallException.forFuture(open.method(), open.requestId(), failure));
            } else {
                subscriber.onComplete();
            }
        }

        @Override
        public void request(long replies) {
            if (replies <= 0) {
                misuse = new IllegalArgumentException("request: " + replies + " (expected: >= 1)");
            } else {
                demand.getAndUpdate(wanted -> wanted + replies < 0 ? Long.MAX_VALUE : wanted + replies);
            }
            pass();
        }

        @Override
        public void cancel() {
            cancelled = true;
            StreamCall open = call;
            if (open != null) {
                desk.closeStream(open);
            }
        }
    }
}
