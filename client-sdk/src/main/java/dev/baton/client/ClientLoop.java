package dev.baton.client;

import dev.baton.client.observe.ClientObserver;
import dev.baton.client.observe.DropReason;
import dev.baton.transport.BugLog;
import dev.baton.transport.Mailbox;
import dev.baton.transport.SendResult;
import dev.baton.transport.WakeUp;
import dev.baton.wire.Executed;
import dev.baton.wire.Frames;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.Payload;
import dev.baton.wire.Protocol;
import dev.baton.wire.Reply;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.RequestHeader;
import dev.baton.wire.StatusCode;
import dev.baton.wire.StreamCredit;
import dev.baton.wire.WireCodec;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's one loop: sends calls, finds the call of each reply, ends what is late or lost. Replies come first, because a reply that is
 * here already shall win over the deadline and over the loss of its connection, and because it makes room for a call that waits. Whoever
 * leads only, see {@link LoopLead}.
 */
final class ClientLoop {
    private static final Logger log = LoggerFactory.getLogger(ClientLoop.class);

    private static final int NOTES_PER_PASS = 256;
    private static final int MESSAGES_PER_PASS = 256;
    private static final int HEADER = 1;
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REFUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(64);

    /** Replies go before lost connections and deadlines, as long as there are more of them, but not for longer than this. */
    private static final long LONGEST_RUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ClientConfig config;
    private final BugLog bugs;
    private final Failures failures;
    private final CallDesk desk;
    private final BrokerLinks links;
    private final Mailbox<PendingCall> notes;
    private final WakeUp wakeUp;
    private final ClientObserver observer;
    private final Runnable onStopped;
    private final WhyUnsent whyUnsent;
    private final OpenCalls calls = new OpenCalls();
    private final ArrayDeque<StreamCall> unsentCredit = new ArrayDeque<>();
    private final Frames incoming = new Frames();
    private final Frames outgoing = new Frames();
    private long nowNanos;
    private long lastRestNanos;
    private int reportedInFlight;
    private volatile boolean hasOpenCalls;
    /** How long to wait before the socket is tried again; 0: it has room. Nothing tells when it has room again. */
    private long pauseNanos;

    ClientLoop(
            ClientConfig config,
            CallDesk desk,
            BrokerLinks links,
            Failures failures,
            Mailbox<PendingCall> notes,
            WakeUp wakeUp,
            ClientObserver observer,
            WhyUnsent whyUnsent,
            Runnable onStopped) {
        this.config = config;
        this.bugs = new BugLog(log, config.name() + ": a bug in the client's loop; the loop goes on");
        this.failures = failures;
        this.desk = desk;
        this.links = links;
        this.notes = notes;
        this.wakeUp = wakeUp;
        this.observer = observer;
        this.whyUnsent = whyUnsent;
        this.onStopped = onStopped;
    }

    /** One pass; returns how much was done. */
    int doWork(long now) {
        nowNanos = now;
        links.look(now); // before the sockets are emptied: so all that a lost connection brought is in them
        int received = receive();
        int done = received + notes.drain(this::onNote, NOTES_PER_PASS);
        if (received < MESSAGES_PER_PASS || now - lastRestNanos >= LONGEST_RUSH_NANOS) {
            lastRestNanos = now;
            done += endLost();
            done += expire();
        }
        done += unsentCredit.isEmpty() ? 0 : sendUnsentCredit();
        done += sendWaiting();
        links.maybeRenew(now);
        report();
        hasOpenCalls = calls.size() > 0;
        return done;
    }

    /** Whether somebody must run the loop now. Thread-safe; exact for whoever has just left the loop. */
    boolean needsAttention() {
        return hasOpenCalls || !notes.isEmpty();
    }

    /** Waits for something to do: messages, notes, or the next timer. */
    void await(long now) {
        long waitNanos = links.nanosToRenewal(now, calls.nanosToNextDeadline(now, WAIT_NANOS));
        if (calls.waiting() > 0 && pauseNanos > 0) {
            waitNanos = Math.min(waitNanos, pauseNanos);
        }
        if (!unsentCredit.isEmpty()) {
            waitNanos = Math.min(waitNanos, SHORTEST_PAUSE_NANOS);
        }
        wakeUp.aboutToSleep();
        if (notes.isEmpty() && !links.hasNews() && !desk.isClosed()) {
            links.await(waitNanos);
        }
        wakeUp.awake();
    }

    // ---- from callers

    private void onNote(PendingCall call) {
        if (call.hasEnded()) {
            onTakenBack(call);
            return;
        }
        if (call instanceof StreamCall stream && stream.markKnown()) {
            sendCredit(stream);
            return;
        }
        calls.add(call);
        if (calls.waiting() == 0 && trySend(call)) {
            return;
        }
        if (call.failFast() && !links.isConnected()) {
            end(call, sent -> failures.notConnected());
        } else {
            calls.enqueue(call);
        }
    }

    /** Its caller has ended it; it may be sent, waiting, or not even known here. */
    private void onTakenBack(PendingCall call) {
        BrokerLink link = call.forgotten ? null : links.linkOf(call);
        if (link != null && call.generation == link.openGeneration()) {
            sendCancel(link, call.requestId());
        }
        forget(call);
    }

    /** Only a kindness to the broker, so it is not tried again: without it the request runs until its deadline. */
    private void sendCancel(BrokerLink link, long requestId) {
        outgoing.clear();
        outgoing.add(Frames.DELIMITER);
        WireCodec.encode(RequestHeader.cancel(requestId), Payload.empty(), outgoing);
        if (link.send(outgoing) != SendResult.SENT) {
            log.debug("{}: no room for taking back request {}", config.name(), Long.toHexString(requestId));
        }
    }

    // ---- streams

    /** Its consumer has made room. */
    private boolean sendCredit(StreamCall stream) {
        BrokerLink link = stream.forgotten ? null : links.linkOf(stream);
        StreamCredit credit = stream.takeCredit();
        if (link == null || credit == null || stream.generation != link.openGeneration()) {
            return true; // over, or about to be
        }
        outgoing.clear();
        outgoing.add(Frames.DELIMITER);
        WireCodec.encode(RequestHeader.credit(stream.requestId(), credit), Payload.empty(), outgoing);
        if (link.send(outgoing) == SendResult.SENT) {
            return true;
        }
        stream.putBackCredit();
        unsentCredit.add(stream);
        return false;
    }

    /** Without it both sides would wait for each other. */
    private int sendUnsentCredit() {
        int done = 0;
        for (int left = unsentCredit.size(); left > 0; left--) {
            done += sendCredit(unsentCredit.remove()) ? 1 : 0;
        }
        return done;
    }

    private void onPartial(BrokerLink link, Reply reply) {
        PendingCall call = calls.find(reply.header().requestId());
        if (!(call instanceof StreamCall stream)) {
            observer.onDropped(call == null ? DropReason.LATE_REPLY : DropReason.PARTIAL_REPLY, 1);
            return;
        }
        String workerId = reply.header().workerId();
        switch (stream.onPartial(reply)) {
            case TAKEN -> {
                // its consumer knows
            }
            case REPEATED -> observer.onDropped(DropReason.PARTIAL_REPLY, 1);
            case AFTER_A_GAP ->
                breakOff(
                        link,
                        stream,
                        Failures.incomplete(stream.received(), reply.header().sequence(), workerId));
            case BEYOND_CREDIT -> breakOff(link, stream, Failures.unasked(stream.received(), workerId));
        }
    }

    private void breakOff(BrokerLink link, StreamCall stream, Outcome.Failure why) {
        sendCancel(link, stream.requestId());
        end(stream, sent -> why);
    }

    // ---- to the broker

    private int sendWaiting() {
        int done = 0;
        PendingCall call = calls.firstWaiting();
        while (call != null && trySend(call)) {
            done++;
            call = calls.firstWaiting();
        }
        if (call == null) {
            whyUnsent.set(Unsent.NOT_REACHED);
        }
        return done;
    }

    /** Whether the call is done with: sent, or over. Otherwise it has to wait. */
    private boolean trySend(PendingCall call) {
        if (calls.sent() >= config.maxInFlight()) {
            return refuse(Unsent.WINDOW_FULL);
        }
        BrokerLink link = links.choose(nowNanos);
        if (link == null) {
            return refuse(Unsent.NO_CONNECTION);
        }
        if (!call.tryMarkSent()) {
            forget(call);
            return true;
        }
        int generation =
                link.openGeneration(); // it may be lost while the request is sent, and then it went down with it
        outgoing.clear();
        call.request().appendTo(outgoing, nowNanos, call.deadlineNanos());
        if (link.send(outgoing) != SendResult.SENT) {
            call.markUnsent();
            pauseNanos = Math.min(LONGEST_PAUSE_NANOS, Math.max(SHORTEST_PAUSE_NANOS, pauseNanos * 2));
            return refuse(Unsent.SOCKET_FULL);
        }
        pauseNanos = 0;
        calls.onSent(call, link.load(), generation, nowNanos);
        desk.onNoLongerUnsent();
        return true;
    }

    private boolean refuse(Unsent why) {
        whyUnsent.set(why);
        return false;
    }

    // ---- from the broker

    /** The budget is for each broker, so that none waits for another one; at least it is returned if one has more. */
    private int receive() {
        int done = 0;
        for (BrokerLink link : links.all()) {
            done = Math.max(done, receive(link));
        }
        incoming.clear(); // large payloads belong to their calls now
        return done;
    }

    private int receive(BrokerLink link) {
        int done = 0;
        while (done < MESSAGES_PER_PASS && link.receive(incoming)) {
            done++;
            onMessage(link);
        }
        if (done > 0) {
            link.load().onHeard(nowNanos);
        }
        return done;
    }

    private void onMessage(BrokerLink link) {
        try {
            if (incoming.delimiterIndex() != 0) {
                throw new MalformedMessageException("no delimiter in front of " + incoming);
            }
            onReply(link, WireCodec.decodeReply(incoming, HEADER));
        } catch (MalformedMessageException e) {
            onMalformed(link, e);
        }
    }

    private void onReply(BrokerLink link, Reply reply) throws MalformedMessageException {
        if (reply.header().kind() == ReplyKind.PARTIAL) {
            onPartial(link, reply);
            return;
        }
        if (reply.header().status() == StatusCode.OK) {
            desk.onOk();
        } else {
            noteRefusal(link.load(), reply.header());
        }
        if (reply.header().kind() == ReplyKind.HAND_BACK) {
            throw new MalformedMessageException("a hand-back, which is for brokers only");
        }
        PendingCall call = calls.find(reply.header().requestId());
        if (call == null) {
            observer.onDropped(DropReason.LATE_REPLY, 1);
        } else if (call.isProlonged() && reply.header().status() == StatusCode.OK) {
            observer.onDropped(DropReason.LATE_REPLY, 1);
            end(call, sent -> failures.lateResult(call, reply));
        } else {
            Outcome outcome = call.outcomeOf(reply);
            if (!end(call, sent -> outcome)) {
                observer.onDropped(DropReason.LATE_REPLY, 1);
            }
        }
    }

    /** A broker that stops, or is full, refuses quickly: it has the fewest calls, and would get the next ones too. */
    private void noteRefusal(LinkLoad link, ReplyHeader header) {
        boolean notNow = header.status() == StatusCode.UNAVAILABLE || header.status() == StatusCode.RESOURCE_EXHAUSTED;
        if (notNow && header.executed() == Executed.NO && header.workerId().isEmpty()) {
            long retryAfterNanos = TimeUnit.MICROSECONDS.toNanos(header.retryAfterMicros());
            link.onRefused(nowNanos, Math.max(REFUSED_NANOS, Math.min(retryAfterNanos, WAIT_NANOS)));
        }
    }

    /** No other reply will come for the call that it was meant for, if it names one. */
    private void onMalformed(BrokerLink link, MalformedMessageException why) {
        observer.onDropped(DropReason.MALFORMED_REPLY, 1);
        log.debug("{}: dropped a message from {}: {}", config.name(), link.endpoint(), why.getMessage());
        long requestId = incoming.count() > HEADER ? Protocol.requestIdOf(incoming.get(HEADER)) : 0;
        PendingCall call = requestId == 0 ? null : calls.find(requestId);
        if (call != null) {
            end(call, sent -> failures.unreadableReply(String.valueOf(why.getMessage())));
        }
    }

    // ---- what ends calls

    private int endLost() {
        int done = 0;
        for (BrokerLink link : links.all()) {
            int lost = link.takeLostGeneration();
            done += lost == 0 ? 0 : endLost(link, lost);
        }
        return done;
    }

    private int endLost(BrokerLink link, int generation) {
        int done = 0;
        for (PendingCall call : calls.sentUpTo(link.load(), generation)) {
            end(call, sent -> failures.connectionLost(link.endpoint()));
            done++;
        }
        return done + (links.isConnected() ? 0 : endFailFast());
    }

    private int endFailFast() {
        int done = 0;
        for (PendingCall call : calls.waitingFailFast()) {
            end(call, sent -> failures.notConnected());
            done++;
        }
        return done;
    }

    private int expire() {
        int done = 0;
        PendingCall call = calls.firstDue(nowNanos);
        while (call != null) {
            PendingCall due = call;
            if (mayHearMore(due)) {
                calls.prolong(due, config.deadlineSlack().toNanos());
            } else {
                end(due, sent -> failures.deadlineExceeded(due, sent, whyUnsent.get()));
            }
            done++;
            call = calls.firstDue(nowNanos);
        }
        return done;
    }

    /** The broker ends a call later than this client does, by the way of the request, and knows whether a worker had it. */
    private boolean mayHearMore(PendingCall call) {
        return call.generation != 0
                && !call.isProlonged()
                && !call.hasEnded()
                && !config.deadlineSlack().isZero();
    }

    /** Whether it was still open. */
    private boolean end(PendingCall call, PendingCall.EndedBy how) {
        forget(call);
        return call.tryEnd(how);
    }

    private void forget(PendingCall call) {
        if (call.forgotten) {
            return;
        }
        call.forgotten = true;
        calls.remove(call);
        if (call.generation == 0) {
            desk.onNoLongerUnsent();
        }
    }

    // ---- seen from outside

    private void report() {
        if (calls.sent() != reportedInFlight) {
            reportedInFlight = calls.sent();
            observer.onInFlight(reportedInFlight);
        }
        for (BrokerLink link : links.all()) {
            long oversized = link.takeOversized();
            if (oversized > 0) {
                observer.onDropped(DropReason.TOO_MANY_FRAMES, oversized);
            }
        }
    }

    // ---- the end

    /** Called once, after the last pass. */
    void onStop() {
        try {
            notes.drain(this::endAsClosed, Integer.MAX_VALUE);
            calls.all().forEach(this::endAsClosed);
            report();
        } finally {
            links.close();
            onStopped.run();
        }
    }

    private void endAsClosed(PendingCall call) {
        desk.endAsClosed(call);
        forget(call);
    }

    /** Told of whatever a pass throws. The loop goes on. */
    void onError(Throwable error) {
        bugs.write(error);
    }
}
