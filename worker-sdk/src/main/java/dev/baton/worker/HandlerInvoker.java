package dev.baton.worker;

import dev.baton.time.NanoClock;
import dev.baton.wire.Frames;
import dev.baton.wire.Payload;
import dev.baton.wire.RequestHeader;
import dev.baton.wire.StatusCode;
import dev.baton.worker.ReplyWriter.Reply;
import dev.baton.worker.ReplyWriter.Timing;
import dev.baton.worker.observe.DropReason;
import dev.baton.worker.observe.HandlerTracer;
import dev.baton.worker.observe.HandlerTracer.HandlerTrace;
import dev.baton.worker.observe.WorkerObserver;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request that has a slot to its handler, and what the handler makes of it to the desk. Whatever a handler does, the request ends at
 * the desk exactly once, and nothing is thrown. Thread-safe.
 */
final class HandlerInvoker implements RunningCall.Ending {
    private static final Logger log = LoggerFactory.getLogger(HandlerInvoker.class);

    private final HandlerTable handlers;
    private final ReplyWriter writer;
    private final ReplyDesk desk;
    private final WorkerObserver observer;
    private final NanoClock clock;
    private final boolean interruptOnCancel;
    private final HandlerTracer tracer;

    HandlerInvoker(
            HandlerTable handlers,
            ReplyWriter writer,
            ReplyDesk desk,
            WorkerObserver observer,
            NanoClock clock,
            boolean interruptOnCancel,
            HandlerTracer tracer) {
        this.handlers = handlers;
        this.writer = writer;
        this.desk = desk;
        this.observer = observer;
        this.clock = clock;
        this.interruptOnCancel = interruptOnCancel;
        this.tracer = tracer;
    }

    /** Runs the handler. When this returns, the call has ended, or it ends later because the handler is asynchronous. */
    void invoke(HeldRequest request) {
        long nowNanos = clock.nanoTime();
        MethodHandler handler = handlers.find(request.header().method());
        if (request.isOrphaned()) {
            desk.end(request, null);
            observer.onDropped(DropReason.CONNECTION_LOST);
        } else if (request.remainingNanos(nowNanos) <= 0) {
            refuse(request, StatusCode.DEADLINE_EXCEEDED, "the deadline passed before a handler was free");
        } else if (request.cancellation().isCancelled()) {
            refuse(request, StatusCode.CANCELLED, "cancelled before a handler was free");
        } else if (handler == null) {
            refuse(
                    request,
                    StatusCode.UNIMPLEMENTED,
                    unknownMethod(request.header().method()));
        } else {
            HandlerTrace trace = trace(request);
            if (trace != null) {
                begin(handler, new RunningCall(request, clock, nowNanos, this, trace));
            }
        }
    }

    /** Null: the tracer, whose parts are the user's, has failed, and the request is answered. */
    private @Nullable HandlerTrace trace(HeldRequest request) {
        RequestHeader header = request.header();
        try {
            return tracer.begin(header.method(), header.requestId(), header.metadata());
        } catch (Throwable bug) {
            log.error("{}: its observation could not begin", header.method(), bug);
            refuse(request, StatusCode.INTERNAL, "the worker could not observe the request: " + bug);
            return null;
        }
    }

    private void begin(MethodHandler handler, RunningCall call) {
        if (!interruptOnCancel) {
            run(handler, call);
            return;
        }
        call.allowInterrupts();
        try {
            run(handler, call);
        } finally {
            call.allowInterruptsNoMore();
        }
    }

    private static void run(MethodHandler handler, RunningCall call) {
        try {
            call.enter();
            handler.begin(call, call.request().payload());
        } catch (Throwable thrown) {
            // Errors too: one request that runs out of stack or memory must not cost the worker a thread.
            call.end(null, thrown);
        } finally {
            call.leave();
        }
    }

    @Override
    public void onPartial(RunningCall call, long sequence, Payload reply) {
        desk.send(call.request(), writer.partial(call.request(), sequence, reply));
    }

    @Override
    public void onEnded(RunningCall call, @Nullable Payload result, @Nullable Throwable thrown) {
        long endedNanos = clock.nanoTime();
        Frames reply = null;
        try {
            if (thrown != null && call.isCancelled()) {
                log.debug("{}, attempt {}: the handler was cancelled", call.method(), call.attempt(), thrown);
            } else if (thrown != null && !Outcome.isDeliberate(thrown)) {
                log.warn("{}, attempt {}: the handler failed", call.method(), call.attempt(), thrown);
            }
            reply = write(call, outcome(call, result, thrown), thrown, endedNanos);
        } catch (Throwable unwritable) {
            log.error("{}: the reply could not be written", call.method(), unwritable);
            reply = writer.refusal(
                    call.request(), Outcome.failed(StatusCode.INTERNAL, "the worker could not write the reply"));
        } finally {
            desk.end(call.request(), reply);
        }
    }

    private static Outcome outcome(RunningCall call, @Nullable Payload result, @Nullable Throwable thrown) {
        if (thrown != null && Outcome.isStop(thrown) && call.isCancelled()) {
            return call.remaining().isZero()
                    ? Outcome.failed(StatusCode.DEADLINE_EXCEEDED, "the handler stopped at the deadline")
                    : Outcome.failed(StatusCode.CANCELLED, "the handler stopped, because nobody waits any more");
        }
        if (thrown != null) {
            Outcome outcome = Outcome.threw(thrown);
            return call.hasReachedHandler() ? outcome : Outcome.refused(outcome.status(), outcome.message());
        }
        return result == null
                ? Outcome.failed(StatusCode.INTERNAL, "the handler returned null instead of a payload")
                : Outcome.returned(result);
    }

    private Frames write(RunningCall call, Outcome outcome, @Nullable Throwable thrown, long endedNanos) {
        HeldRequest request = call.request();
        long handlerNanos = endedNanos - call.startedNanos();
        Timing timing = new Timing(
                TimeUnit.NANOSECONDS.toMicros(call.startedNanos() - request.receivedNanos()),
                TimeUnit.NANOSECONDS.toMicros(handlerNanos));
        Map<String, String> metadata = Map.copyOf(call.replyMetadata());
        ReplyFlow flow = request.flow();
        long place = flow == null ? 0 : flow.end();
        Reply reply = place == 0
                ? writer.reply(request, outcome, timing, metadata)
                : writer.end(request, outcome, timing, metadata, place);
        observer.onAnswered(call.method(), reply.status(), handlerNanos);
        call.trace().end(reply.status(), thrown);
        return reply.frames();
    }

    /** Answers a request that no handler will see. */
    void refuse(HeldRequest request, StatusCode status, String message) {
        String method = request.header().method();
        try {
            observer.onAnswered(handlers.find(method) == null ? WorkerObserver.UNKNOWN_METHOD : method, status, 0);
        } finally {
            desk.end(request, writer.refusal(request, Outcome.refused(status, message)));
        }
    }

    private String unknownMethod(String method) {
        return "no method " + method + " here; this worker has " + String.join(", ", handlers.methods());
    }

    /** Where every request that had a slot ends. Thread-safe. */
    interface ReplyDesk {
        /** Sends one of several replies on its way. */
        void send(HeldRequest request, Frames partial);

        /** Sends the reply on its way, if there is one, and gives the slot back. */
        void end(HeldRequest request, @Nullable Frames reply);
    }
}
