package dev.baton.broker;

import dev.baton.broker.backend.Backend;
import dev.baton.broker.backend.BackendListener;
import dev.baton.broker.backend.ControlDesk;
import dev.baton.broker.dispatch.InFlight;
import dev.baton.broker.dispatch.Pool;
import dev.baton.broker.dispatch.PoolListener;
import dev.baton.broker.dispatch.PoolSettings;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.broker.observe.DropReason;
import dev.baton.broker.observe.FinishedRequest;
import dev.baton.broker.observe.RejectReason;
import dev.baton.broker.observe.RequestTracer;
import dev.baton.broker.queue.Admission;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.RequestQueue;
import dev.baton.broker.queue.RequestStream;
import dev.baton.broker.queue.Trail;
import dev.baton.broker.workers.Worker;
import dev.baton.broker.workers.WorkerState;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
import dev.baton.wire.Executed;
import dev.baton.wire.Identity;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.ReplyRouting;
import dev.baton.wire.RequestRouting;
import dev.baton.wire.StatusCode;
import dev.baton.wire.StreamCredit;
import dev.baton.wire.WireCodec;
import dev.baton.wire.WorkerSignal;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pool with its backend: carries out what the core decides, answers clients, tells the observer. Broker thread only.
 */
final class PoolRoom implements PoolListener, BackendListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PoolRoom.class);

    /** Waits shorter than this are not worth a header with changes: the request goes on as it came. */
    private static final long AMEND_AFTER_MICROS = 1000;

    private static final int MAX_SERVICES = 1024;
    private static final String OTHER_SERVICE = "other";

    private final int index;
    private PoolConfig config;
    private final Backend backend;
    private final WorkerControl control;
    private final RequestTraces traces;
    private final Pool pool;
    private final ReplyDesk desk;
    private final BrokerObserver observer;
    private final Set<String> knownServices = new HashSet<>();
    private final FinishedRequest finished = new FinishedRequest();
    private final PoolLog poolLog;
    private long handBacks;
    private long nowNanos;

    PoolRoom(
            BrokerConfig broker,
            int index,
            Sockets sockets,
            ReplyDesk desk,
            BrokerObserver observer,
            RequestTracer tracer,
            long firstToken,
            long nowNanos) {
        this.index = index;
        this.config = broker.pools().get(index);
        this.poolLog = new PoolLog(config.name(), nowNanos);
        this.backend = new Backend(sockets.backend(), this);
        this.control = new WorkerControl(config.name(), new ControlDesk(sockets.control(), observer));
        this.traces = new RequestTraces(tracer);
        this.pool = new Pool(settings(broker, config), this, firstToken, nowNanos);
        this.desk = desk;
        this.observer = observer;
        this.nowNanos = nowNanos;
        config.services().stream()
                .filter(service -> !service.equals(PoolConfig.ALL_SERVICES))
                .forEach(knownServices::add);
    }

    /**
     * What the room is given to own.
     *
     * @param control null: there is no control channel
     */
    record Sockets(MessageSocket backend, @Nullable MessageSocket control) {}

    private static PoolSettings settings(BrokerConfig broker, PoolConfig config) {
        RequestQueue.Limits limits = new RequestQueue.Limits(
                config.maxQueued(),
                config.maxQueuedBytes(),
                broker.maxQueuedPerClient(),
                broker.maxQueuedBytesPerClient(),
                config.ageing().toNanos());
        return new PoolSettings(
                limits,
                config.windowFactor(),
                config.plainWorkerCapacity(),
                config.lease().toNanos(),
                config.maxLostLeases(),
                config.suspectAfter().toNanos(),
                config.goneAfter().toNanos(),
                config.refuseHopeless());
    }

    /** Takes over what can change while requests are here; see {@link Pool#apply}. */
    void apply(BrokerConfig broker) {
        config = broker.pools().get(index);
        pool.apply(settings(broker, config));
    }

    // ---- one call per stage of a pass

    /** Takes in replies and signals. */
    int receive(long now, int most) {
        nowNanos = now;
        return backend.receive(most);
    }

    /** Takes in a request, or says why not. */
    void admit(BrokerRequest request, long now) {
        nowNanos = now;
        if (request.stream() != null && control.endpoint().isEmpty()) {
            refuseStream(request);
            return;
        }
        Admission admission = pool.admit(request, now);
        if (admission == Admission.ADMITTED) {
            traces.onAdmitted(request);
        } else {
            refuse(request, admission);
        }
    }

    private void refuseStream(BrokerRequest request) {
        String message = "pool " + config.name()
                + " has no control channel, over which its workers could hear how much the client of a stream takes;"
                + " set its `control`, or call a broker that has the workers itself";
        observer.onRejected(RejectReason.UNSUPPORTED);
        tellRefused(request, StatusCode.FAILED_PRECONDITION, message);
        desk.refuse(request, StatusCode.FAILED_PRECONDITION, message, Executed.NO, 0);
    }

    /** Sends out what the window allows. */
    int dispatch(long now) {
        nowNanos = now;
        int done = 0;
        for (BrokerRequest request = pool.next(now); request != null; request = pool.next(now)) {
            long token = pool.dispatch(request, now);
            byte[][] content = traces.onDispatched(request, amended(request));
            if (backend.send(token, request.envelope(), content) != SendResult.SENT) {
                pool.putBack(request, now);
                traces.onWaitsAgain(request);
                break;
            }
            observer.onDispatched(request.queuedNanos());
            done++;
        }
        return done;
    }

    private byte[][] amended(BrokerRequest request) {
        long queuedMicros = TimeUnit.NANOSECONDS.toMicros(request.queuedNanos());
        boolean asItCame = queuedMicros < AMEND_AFTER_MICROS
                && request.hops() == 0
                && request.attempt() == 1
                && request.bringsDeadline();
        if (request.isForeign() || asItCame) {
            return request.content();
        }
        byte[][] content = request.content().clone();
        long remainingMicros = Math.max(1, TimeUnit.NANOSECONDS.toMicros(request.deadlineNanos() - nowNanos));
        content[0] = WireCodec.amendRequest(
                content[0],
                remainingMicros,
                request.queuedMicrosBefore() + queuedMicros,
                request.attempt(),
                request.hops());
        return content;
    }

    /** Lets time pass. */
    int expire(long now) {
        nowNanos = now;
        return pool.expire(now);
    }

    /** Says to the workers what came up during this pass. */
    void flushControl(long now) {
        pool.tellCredit(this::tellCredit);
        control.tend(now);
    }

    // ---- from the frontend

    void cancel(Identity client, long requestId, long now) {
        nowNanos = now;
        BrokerRequest request = pool.cancel(client, requestId, now);
        if (request == null) {
            return;
        }
        if (request.state() != BrokerRequest.State.OVERRUN) {
            end(request, StatusCode.CANCELLED, "cancelled by the client while it waited", request.executedSoFar(), 0);
        } else {
            String message = "cancelled by the client while a worker had it";
            end(request, StatusCode.CANCELLED, message, request.executedAtWorker(), 0);
        }
    }

    /** A client takes so much of one of its streams. */
    void credit(Identity client, RequestRouting routing) {
        pool.onCredit(client, routing.requestId(), routing.streamCredit(), routing.streamCreditBytes());
    }

    private boolean tellCredit(InFlight entry) {
        RequestStream stream = entry.request().stream();
        Worker holder = entry.claimedBy();
        return stream != null
                && holder != null
                && control.credit(entry.token(), new StreamCredit(stream.credit(), stream.creditBytes()), holder);
    }

    void clientGone(Identity client, long now) {
        nowNanos = now;
        pool.onClientGone(client, now, request -> {
            ended(request, StatusCode.CANCELLED);
            tell(request, StatusCode.CANCELLED, "its client disconnected");
        });
    }

    private void refuse(BrokerRequest request, Admission admission) {
        long retryAfterNanos = pool.retryAfterNanos();
        switch (admission) {
            case QUEUE_FULL ->
                reject(
                        request,
                        RejectReason.POOL_QUEUE_FULL,
                        "pool " + config.name() + " has " + pool.queued() + " requests waiting, its limit",
                        retryAfterNanos);
            case BYTES_FULL ->
                reject(
                        request,
                        RejectReason.POOL_BYTES_FULL,
                        "pool " + config.name() + " has " + pool.queuedBytes() + " bytes waiting, near its limit of "
                                + config.maxQueuedBytes(),
                        retryAfterNanos);
            case CLIENT_QUEUE_FULL ->
                reject(
                        request,
                        RejectReason.CLIENT_QUEUE_FULL,
                        "this client has as many requests waiting as one client may; send fewer at once",
                        retryAfterNanos);
            case CLIENT_BYTES_FULL ->
                reject(
                        request,
                        RejectReason.CLIENT_BYTES_FULL,
                        "this client has as many bytes waiting as one client may; send fewer at once",
                        retryAfterNanos);
            case HOPELESS ->
                reject(
                        request,
                        RejectReason.HOPELESS,
                        "the wait is likely to take about " + millis(pool.estimatedWaitNanos(request.client()))
                                + " ms, longer than the time that is left; try later, or with a later deadline",
                        retryAfterNanos);
            case NO_WORKER -> {
                observer.onRejected(RejectReason.NO_WORKER);
                tellRefused(request, StatusCode.UNAVAILABLE, noWorker());
                desk.refuse(request, StatusCode.UNAVAILABLE, noWorker(), Executed.NO, 0);
            }
            case ADMITTED -> throw new IllegalArgumentException("admitted requests are not refused");
        }
    }

    private void reject(BrokerRequest request, RejectReason reason, String message, long retryAfterNanos) {
        observer.onRejected(reason);
        poolLog.refused(reason);
        tellRefused(request, StatusCode.RESOURCE_EXHAUSTED, message);
        desk.refuse(request, StatusCode.RESOURCE_EXHAUSTED, message, Executed.NO, retryAfterNanos);
    }

    private String noWorker() {
        return "no worker is connected to pool " + config.name() + " (backend " + backend.endpoint() + ")";
    }

    // ---- from the backend

    @Override
    public void onReply(long token, byte[][] content, ReplyRouting routing) {
        if (routing.kind() == ReplyKind.HAND_BACK) {
            onHandBack(token, routing);
            return;
        }
        if (routing.kind() == ReplyKind.PARTIAL) {
            onPartial(token, content, routing);
            return;
        }
        InFlight entry = pool.onReply(
                token,
                TimeUnit.MICROSECONDS.toNanos(routing.workerWaitMicros()),
                TimeUnit.MICROSECONDS.toNanos(routing.handlerMicros()),
                nowNanos);
        BrokerRequest request = requestOf(entry);
        if (request != null) {
            ended(request, routing.status());
            tellAnswered(request, routing);
            content[0] = withQueueTime(content[0], request, routing);
            desk.passOn(request, content);
        }
    }

    private static byte[] withQueueTime(byte[] header, BrokerRequest request, ReplyRouting routing) {
        long queuedMicros = request.queuedMicrosBefore() + TimeUnit.NANOSECONDS.toMicros(request.queuedNanos());
        boolean worthIt = queuedMicros >= AMEND_AFTER_MICROS && queuedMicros > routing.queueMicros();
        return worthIt ? WireCodec.amendReply(header, queuedMicros) : header;
    }

    @Override
    public void onForeignReply(long token, byte[][] content) {
        BrokerRequest request = requestOf(pool.onReply(token, 0, -1, nowNanos));
        if (request != null) {
            ended(request, StatusCode.OK);
            tell(request, StatusCode.OK, "");
            desk.passOnForeign(request, content);
        }
    }

    private void onPartial(long token, byte[][] content, ReplyRouting routing) {
        InFlight entry = pool.find(token);
        BrokerRequest request = requestOf(entry);
        if (entry == null || request == null) {
            return;
        }
        switch (pool.onPartial(entry, routing.sequence(), routing.workerId())) {
            case NEXT -> passOnPartial(entry, content);
            case REPEATED, NOWHERE -> observer.onDropped(DropReason.UNEXPECTED_PARTIAL);
            case AFTER_A_GAP -> {
                String message = "reply " + (request.partials() + 1) + " of the stream is missing: "
                        + routing.sequence() + " came from worker " + routing.workerId();
                breakOff(entry, StatusCode.DATA_LOSS, message);
            }
            case BEYOND_CREDIT -> {
                String message = "worker " + routing.workerId() + " sent reply " + routing.sequence()
                        + " of the stream, for which the client has no room";
                breakOff(entry, StatusCode.INTERNAL, message);
            }
        }
    }

    private void passOnPartial(InFlight entry, byte[][] content) {
        observer.onPartial();
        if (!desk.passOnPartial(entry.request(), content)) {
            String message =
                    "the client does not read what it asked for: more replies of its streams wait here than are"
                            + " kept for one client; read faster, or grant less";
            breakOff(entry, StatusCode.RESOURCE_EXHAUSTED, message);
        }
    }

    private void breakOff(InFlight entry, StatusCode status, String message) {
        BrokerRequest request = entry.request();
        pool.breakOff(entry);
        ended(request, status);
        tell(request, status, message);
        desk.cutOff(request, status, message);
    }

    /** The request that somebody still waits for; null, and counted, if nobody does. */
    private @Nullable BrokerRequest requestOf(@Nullable InFlight entry) {
        if (entry == null) {
            observer.onDropped(DropReason.UNKNOWN_TOKEN);
            return null;
        }
        if (!entry.isWanted()) {
            observer.onDropped(DropReason.LATE_REPLY);
            return null;
        }
        return entry.request();
    }

    private void onHandBack(long token, ReplyRouting routing) {
        observer.onHandBack(routing.reason());
        handBacks++;
        InFlight entry = pool.onHandBack(token, routing.workerId(), routing.reason(), nowNanos);
        if (entry == null) {
            observer.onDropped(DropReason.UNKNOWN_TOKEN);
            return;
        }
        traces.onWaitsAgain(entry.request());
        Worker worker = pool.roster().find(routing.workerId());
        if (worker != null) {
            worker.handedBack();
        }
    }

    @Override
    public void onSignal(WorkerSignal signal, String peerAddress) {
        if (signal instanceof WorkerSignal.Register register) {
            learnServices(register);
        }
        pool.onSignal(signal, peerAddress, nowNanos);
        Worker worker = pool.roster().find(signal.workerId());
        if (worker != null) {
            control.remind(worker);
        }
    }

    private void learnServices(WorkerSignal.Register register) {
        for (String method : register.methods()) {
            int slash = method.indexOf('/');
            if (slash > 0 && knownServices.size() < MAX_SERVICES) {
                knownServices.add(method.substring(0, slash));
            }
        }
    }

    @Override
    public void onDropped(DropReason reason) {
        observer.onDropped(reason);
    }

    void onConnected(String address) {
        pool.onConnected(address);
    }

    void onDisconnected(String address, long now) {
        nowNanos = now;
        pool.onDisconnected(address, now);
    }

    // ---- control of workers

    /** Null: no such worker here. */
    @Nullable
    Worker findWorker(String id) {
        return pool.roster().find(id);
    }

    /**
     * Tells this worker, and tells it again at each heartbeat until it has done so.
     *
     * @throws IllegalStateException if it does not listen
     */
    void control(Worker worker, Worker.Wish wish) {
        control.tell(worker, wish);
    }

    // ---- from the core

    @Override
    public void onUnwanted(InFlight entry) {
        control.cancel(entry.token(), entry.claimedBy());
    }

    @Override
    public void onExpired(BrokerRequest request) {
        String why = pool.capacity() == 0 ? noWorker() : whyItWaited(request);
        end(
                request,
                StatusCode.DEADLINE_EXCEEDED,
                "the deadline passed after " + millis(request.queuedNanos()) + " ms in the broker's queue: " + why,
                request.executedSoFar(),
                0);
    }

    private static String whyItWaited(BrokerRequest request) {
        return switch (request.lastHandBack()) {
            case METHOD_BUSY -> "every worker had as many calls of this method as it may";
            case NOT_SERVING -> "no worker served it";
            case UNSPECIFIED, BUSY, DRAINING -> "every worker was busy";
        };
    }

    @Override
    public void onUnserved(BrokerRequest request) {
        String message = "no worker serves " + request.service() + " at the moment";
        end(request, StatusCode.UNAVAILABLE, message, request.executedSoFar(), 0);
    }

    @Override
    public void onOverrun(BrokerRequest request) {
        observer.onOverrun(request.method(), request.attempt());
        log.debug("deadline of {} attempt {} passed while a worker has it", request.method(), request.attempt());
        end(
                request,
                StatusCode.DEADLINE_EXCEEDED,
                "the deadline passed while a worker had the request",
                request.executedAtWorker(),
                0);
    }

    @Override
    public void onLost(BrokerRequest request, Executed executed) {
        reportLost(request);
        String message = switch (executed) {
            case NO -> "the broker stopped before the request was run";
            case MAYBE -> "the worker that had the request is gone; it may have run";
            case YES -> "the broker stopped in the middle of the stream, after " + request.partials() + " replies";
        };
        end(request, StatusCode.UNAVAILABLE, message, executed, 0);
    }

    @Override
    public void onStreamBroken(BrokerRequest request) {
        reportLost(request);
        String message = "the worker that was sending the stream is gone, after " + request.partials()
                + " replies; it is not run again, because that would begin anew";
        end(request, StatusCode.ABORTED, message, Executed.YES, 0);
    }

    @Override
    public void onStreamStuck(BrokerRequest request) {
        String message =
                "the worker that sends the stream cannot be told that the client takes more: it has not subscribed"
                        + " to the control channel " + control.endpoint();
        end(request, StatusCode.FAILED_PRECONDITION, message, request.executedAtWorker(), 0);
    }

    @Override
    public void onGivenUp(BrokerRequest request) {
        reportLost(request);
        log.warn(
                "{} attempt {} gave up: {} workers were lost with it",
                request.method(),
                request.attempt(),
                request.deaths());
        end(
                request,
                StatusCode.ABORTED,
                "given up: " + request.deaths() + " workers in a row were lost while they had this request",
                Executed.MAYBE,
                0);
    }

    @Override
    public void onRetried(BrokerRequest request) {
        traces.onWaitsAgain(request);
        reportLost(request);
    }

    private void reportLost(BrokerRequest request) {
        observer.onLeaseLost(request.method(), request.attempt());
        log.debug("{} attempt {} was lost with its worker", request.method(), request.attempt());
    }

    @Override
    public void onNoWorker(BrokerRequest request) {
        end(request, StatusCode.UNAVAILABLE, noWorker(), request.executedSoFar(), 0);
    }

    @Override
    public void onWorkerChanged(Worker worker) {
        String how = worker.state() == WorkerState.GONE && !worker.saidGoodbye() ? ", without a goodbye" : "";
        log.info(
                "worker {} of pool {} is {}{} (from {}, capacity {})",
                worker.id(),
                config.name(),
                worker.state(),
                how,
                worker.address(),
                worker.capacity());
        observer.onWorkerChanged(config.name(), snapshot(worker), worker.saidGoodbye());
    }

    private void end(
            BrokerRequest request, StatusCode status, String message, Executed executed, long retryAfterNanos) {
        ended(request, status);
        tell(request, status, message);
        desk.refuse(request, status, message, executed, retryAfterNanos);
    }

    private void ended(BrokerRequest request, StatusCode status) {
        traces.onEnded(request, status);
        String service = knownServices.contains(request.service()) ? request.service() : OTHER_SERVICE;
        observer.onEnded(service, status, nowNanos - request.arrivedNanos());
    }

    // ---- for the journal

    private void tell(BrokerRequest request, StatusCode status, String message) {
        InFlight entry = request.wasDispatched() ? pool.find(request.token()) : null;
        Worker holder = entry == null ? null : entry.claimedBy();
        observer.onFinished(described(request, status, message).heldBy(holder == null ? "" : holder.id()));
    }

    private void tellAnswered(BrokerRequest request, ReplyRouting routing) {
        StatusCode status = routing.status();
        observer.onFinished(described(request, status, status == StatusCode.OK ? "" : routing.message())
                .answered(
                        TimeUnit.MICROSECONDS.toNanos(routing.workerWaitMicros()),
                        TimeUnit.MICROSECONDS.toNanos(routing.handlerMicros()),
                        routing.workerId()));
    }

    private void tellRefused(BrokerRequest request, StatusCode status, String message) {
        observer.onFinished(finished.start(request.client(), request.requestId(), request.method(), index)
                .by(request.caller())
                .end(status, message, request.arrivedNanos(), nowNanos));
    }

    private FinishedRequest described(BrokerRequest request, StatusCode status, String message) {
        Trail trail = request.returns();
        finished.start(request.client(), request.requestId(), request.method(), index)
                .by(request.caller())
                .end(status, message, request.arrivedNanos(), nowNanos)
                .accepted(
                        request.queuedNanos(),
                        request.attempt(),
                        request.hops(),
                        trail == null ? null : Steps.of(trail));
        if (request.wasDispatched()) {
            finished.dispatched(request.dispatchedNanos()).streamed(request.partials());
        }
        return finished;
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    // ---- seen from outside

    void search(OpenRequestSearch search) {
        search.look(index, pool);
    }

    int index() {
        return index;
    }

    PoolConfig config() {
        return config;
    }

    boolean isIdle() {
        return pool.isIdle();
    }

    boolean watchesTime() {
        return pool.watchesTime();
    }

    String endpoint() {
        return backend.endpoint();
    }

    void abandonAll(long now) {
        nowNanos = now;
        pool.abandonAll(now);
    }

    PoolSnapshot snapshot() {
        poolLog.look(pool.capacity(), pool.queued(), nowNanos);
        return new PoolSnapshot(
                config.name(),
                backend.endpoint(),
                pool.queued(),
                pool.queuedBytes(),
                pool.inFlight(),
                pool.overrun(),
                pool.window(),
                pool.capacity(),
                pool.desiredWorkers(),
                config.maxQueued(),
                pool.roster().plainPeers(),
                pool.roster().workers().stream()
                        .filter(worker -> worker.state() != WorkerState.GONE)
                        .map(this::snapshot)
                        .toList(),
                control.endpoint(),
                pool.oldestWaitNanos(nowNanos),
                handBacks);
    }

    private WorkerSnapshot snapshot(Worker worker) {
        return new WorkerSnapshot(
                worker.id(),
                worker.host(),
                worker.pid(),
                worker.address(),
                worker.state().name(),
                worker.capacity(),
                worker.busy(),
                pool.silentNanos(worker),
                worker.handBacks(),
                worker.lostLeases(),
                worker.leaderThread(),
                worker.leaderThread().isEmpty() ? 0 : worker.leaderHeldNanos() + pool.silentNanos(worker),
                control.isListening(worker),
                pool.knownNanos(worker));
    }

    @Override
    public void close() {
        backend.close();
        control.close();
    }
}
