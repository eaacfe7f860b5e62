package dev.baton.broker.dispatch;

import dev.baton.broker.queue.Admission;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.BrokerRequest.State;
import dev.baton.broker.queue.RequestQueue;
import dev.baton.broker.queue.RequestStream;
import dev.baton.broker.queue.RequestStream.Place;
import dev.baton.broker.workers.Worker;
import dev.baton.broker.workers.WorkerRoster;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Identity;
import dev.baton.wire.TokenList;
import dev.baton.wire.WorkerSignal;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One pool: requests go in by {@link #admit}, out to a worker by {@link #next} and {@link #dispatch}, and end by {@link #onReply}, or by
 * what the listener hears of. Whatever was admitted ends exactly once. Broker thread only.
 */
public final class Pool {
    private static final long CHECK_EVERY_NANOS = 50_000_000;

    private PoolSettings settings;
    private final PoolListener listener;
    private final RequestQueue queue;
    private final WorkerRoster roster;
    private final InFlightTable inFlight;
    private final LeaseKeeper leases;
    private final LostRequests lost;
    private final DeadlineWheel deadlines;
    private final RunningClock clock;
    private final ServiceTimes times = new ServiceTimes();
    private final Window window;
    private final Forecast forecast;
    private final PoolView view;
    private long lastCheckNanos;

    /**
     * An empty pool.
     *
     * @param firstToken where tokens start: positive, and another one at each start of the broker
     */
    public Pool(PoolSettings settings, PoolListener listener, long firstToken, long nowNanos) {
        this.settings = settings;
        this.listener = listener;
        this.queue = new RequestQueue(settings.limits());
        this.roster = new WorkerRoster(
                settings.suspectNanos(),
                settings.goneNanos(),
                settings.plainWorkerCapacity(),
                listener::onWorkerChanged);
        this.inFlight = new InFlightTable(firstToken);
        this.leases = new LeaseKeeper(inFlight, roster, settings.leaseNanos(), settings.goneNanos());
        this.deadlines = new DeadlineWheel(nowNanos);
        this.clock = new RunningClock(nowNanos);
        this.lost = new LostRequests(listener, queue, deadlines, inFlight, leases, clock);
        this.lost.limit(settings.maxLostLeases());
        this.window = new Window(settings.windowFactor());
        this.forecast = new Forecast(queue, window, times, nowNanos);
        this.view = new PoolView(queue, inFlight, roster, window, forecast, clock, settings.suspectNanos());
        this.lastCheckNanos = nowNanos;
    }

    // ---- in

    /** Takes a request, or says why not. */
    public Admission admit(BrokerRequest request, long nowNanos) {
        forecast.onArrival();
        if (request.isFailFast() && window.capacity() == 0) {
            return Admission.NO_WORKER;
        }
        if (settings.refuseHopeless() && forecast.isHopeless(request, nowNanos)) {
            return Admission.HOPELESS;
        }
        Admission admission = queue.offer(request, nowNanos);
        if (admission == Admission.ADMITTED) {
            deadlines.add(request);
        }
        return admission;
    }

    /** Takes back what waits, or what a worker has: nobody waits for that any more. Answer it; null: it is not here. */
    public @Nullable BrokerRequest cancel(Identity client, long requestId, long nowNanos) {
        BrokerRequest request = queue.find(client, requestId);
        if (request != null) {
            queue.remove(request, nowNanos);
            deadlines.remove(request);
            return request;
        }
        InFlight entry = inFlight.findWanted(client, requestId);
        if (entry == null) {
            return null;
        }
        deadlines.remove(entry.request());
        nobodyWaitsFor(entry);
        return entry.request();
    }

    private void nobodyWaitsFor(InFlight entry) {
        inFlight.markOverrun(entry);
        listener.onUnwanted(entry);
    }

    /** The client has gone: drops what it has waiting, and nobody waits for what it has in flight. */
    public void onClientGone(Identity client, long nowNanos, Consumer<BrokerRequest> dropped) {
        queue.removeClient(client, nowNanos, request -> {
            deadlines.remove(request);
            dropped.accept(request);
        });
        inFlight.select(entry -> entry.isWanted() && entry.request().client().equals(client))
                .forEach(entry -> {
                    deadlines.remove(entry.request());
                    nobodyWaitsFor(entry);
                    dropped.accept(entry.request());
                });
    }

    // ---- out

    /** The request to send now; null: none waits, or the window is full. It has left the queue: {@link #dispatch} or {@link #putBack} it. */
    public @Nullable BrokerRequest next(long nowNanos) {
        while (inFlight.moving() < window.size()) {
            BrokerRequest request = queue.poll(nowNanos);
            if (request == null || !request.isExpired(nowNanos)) {
                return request;
            }
            deadlines.remove(request);
            listener.onExpired(request);
        }
        return null;
    }

    /** It is about to be sent; returns its token. */
    public long dispatch(BrokerRequest request, long nowNanos) {
        return inFlight.add(request, nowNanos, clock.nanos()).token();
    }

    /** It was dispatched but could not be sent: it waits again. */
    public void putBack(BrokerRequest request, long nowNanos) {
        InFlight entry = inFlight.find(request.token());
        if (entry != null) {
            inFlight.remove(entry);
        }
        queue.takeBack(request, nowNanos);
    }

    // ---- back

    /**
     * A reply came. If it is wanted, the request has ended: send the reply to its client.
     *
     * @param handlerNanos how long the handler ran; negative: the reply does not say
     * @return null: no such token
     */
    public @Nullable InFlight onReply(long token, long workerWaitNanos, long handlerNanos, long nowNanos) {
        InFlight entry = inFlight.find(token);
        if (entry != null) {
            inFlight.remove(entry);
            deadlines.remove(entry.request());
            queue.tryAgain(entry.request().method(), nowNanos);
            if (entry.request().stream() == null) {
                long roundTripNanos = nowNanos - entry.dispatchedNanos();
                times.onReply(
                        roundTripNanos, workerWaitNanos, handlerNanos < 0 ? roundTripNanos : handlerNanos, nowNanos);
            }
        }
        return entry;
    }

    // ---- streams: how long they take is up to their clients, so they do not count as service times

    /** One of several replies of so many bytes came, from this worker; it renews the lease. If it is {@link Place#NEXT}, pass it on. */
    public Place onPartial(InFlight entry, long sequence, long bytes, String workerId) {
        RequestStream stream = entry.request().stream();
        if (stream == null) {
            return Place.NOWHERE;
        }
        renew(entry, workerId);
        Place place = stream.placeOf(sequence);
        if (place == Place.NEXT) {
            inFlight.streams().onPartial(entry, bytes, clock.nanos());
        }
        return place;
    }

    private void renew(InFlight entry, String workerId) {
        Worker holder = entry.claimedBy() == null ? roster.find(workerId) : entry.claimedBy();
        if (holder == null) {
            entry.renew(clock.nanos());
        } else {
            inFlight.claim(entry, holder, clock.nanos());
        }
    }

    /** A client takes so many replies, and bytes, of one of its streams, counted from the beginning. */
    public void onCredit(Identity client, long requestId, long credit, long creditBytes) {
        InFlight entry = inFlight.streams().find(client, requestId);
        if (entry != null) {
            inFlight.streams().grant(entry, credit, creditBytes);
        }
    }

    /** Tells workers of the credit that came up; the teller says whether the worker listens. */
    public void tellCredit(Predicate<InFlight> teller) {
        inFlight.streams().tell(teller, clock.nanos());
    }

    /** Its stream cannot go on: nobody waits for it any more. Answer it. */
    public void breakOff(InFlight entry) {
        deadlines.remove(entry.request());
        nobodyWaitsFor(entry);
    }

    /** A worker returned a request: it waits again, before all others unless no worker takes what it calls. Null: no such token. */
    public @Nullable InFlight onHandBack(long token, String worker, HandBackReason reason, long nowNanos) {
        InFlight entry = inFlight.find(token);
        if (entry != null) {
            inFlight.remove(entry);
            if (entry.isWanted() && entry.request().hasStreamed()) {
                deadlines.remove(entry.request());
                listener.onStreamBroken(entry.request());
            } else if (entry.isWanted()) {
                entry.request().handedBack(worker, reason, nowNanos);
                waitAgain(entry.request(), reason, nowNanos);
            }
        }
        return entry;
    }

    /** At the head of the queue, or aside if no worker takes what it calls: each has been asked. */
    private void waitAgain(BrokerRequest request, HandBackReason reason, long nowNanos) {
        boolean askedAll = request.turnedAway() >= Math.max(1, roster.workers().size());
        if (!reason.isAboutTheMethod() || !askedAll) {
            queue.takeBack(request, nowNanos);
        } else if (reason == HandBackReason.NOT_SERVING && request.isFailFast()) {
            deadlines.remove(request);
            listener.onUnserved(request);
        } else {
            queue.takeAside(request, reason == HandBackReason.NOT_SERVING, nowNanos);
        }
    }

    /** The dispatch with this token; null: none. */
    public @Nullable InFlight find(long token) {
        return inFlight.find(token);
    }

    // ---- workers

    /** A worker said something. */
    public void onSignal(WorkerSignal signal, String address, long nowNanos) {
        clock.advance(nowNanos);
        Worker worker = roster.onSignal(signal, address, clock.nanos());
        if (signal instanceof WorkerSignal.Heartbeat heartbeat) {
            leases.claim(heartbeat.heldTokens(), worker, clock.nanos());
            if (inFlight.overrun() > 0) {
                tellAgainWhatIsUnwanted(heartbeat.heldTokens());
            }
        }
        resize();
    }

    /** A worker that has not heard that nobody waits for a stream would wait for credit until the deadline, which may be hours. */
    private void tellAgainWhatIsUnwanted(TokenList held) {
        for (int i = 0; i < held.size(); i++) {
            InFlight entry = inFlight.find(held.get(i));
            if (entry != null && !entry.isWanted() && entry.request().stream() != null) {
                listener.onUnwanted(entry);
            }
        }
    }

    /** A peer connected to the backend. */
    public void onConnected(String address) {
        roster.onConnected(address);
        resize();
    }

    /** A peer's connection ended. */
    public void onDisconnected(String address, long nowNanos) {
        leases.onDeparture(roster.onDisconnected(address, worker -> lost.loseAllOf(worker, nowNanos)), nowNanos);
        resize();
    }

    // ---- time

    /** Lets time pass: deadlines, leases, silent workers. Returns how much happened. */
    public int expire(long nowNanos) {
        int done = deadlines.expire(nowNanos, request -> onDeadline(request, nowNanos));
        if (nowNanos - lastCheckNanos >= CHECK_EVERY_NANOS) {
            lastCheckNanos = nowNanos;
            check(nowNanos);
        }
        resize();
        return done;
    }

    private void onDeadline(BrokerRequest request, long nowNanos) {
        if (request.state() == State.QUEUED) {
            queue.remove(request, nowNanos);
            listener.onExpired(request);
        } else if (request.state() == State.IN_FLIGHT) {
            InFlight entry = inFlight.find(request.token());
            if (entry != null) {
                nobodyWaitsFor(entry);
            }
            listener.onOverrun(request);
        }
    }

    private void check(long nowNanos) {
        clock.advance(nowNanos);
        forecast.look(roster, nowNanos);
        roster.expire(clock.nanos(), worker -> lost.loseAllOf(worker, nowNanos));
        lost.loseWhatIsDue(nowNanos);
        leases.findStalled(clock.nanos(), forecast.usualNanos());
        queue.tryOneOfEachAgain(nowNanos);
        inFlight.streams().remind(clock.nanos()).forEach(entry -> {
            breakOff(entry);
            listener.onStreamStuck(entry.request());
        });
        if (roster.capacity() == 0) {
            queue.removeFailFast(nowNanos, request -> {
                deadlines.remove(request);
                listener.onNoWorker(request);
            });
        }
    }

    /** Ends everything that is here; the listener hears of each: what waited as not run, what was in flight as lost. */
    public void abandonAll(long nowNanos) {
        queue.removeAll(nowNanos, request -> {
            deadlines.remove(request);
            listener.onLost(request, request.executedSoFar());
        });
        inFlight.select(InFlight::isWanted).forEach(entry -> {
            inFlight.remove(entry);
            deadlines.remove(entry.request());
            listener.onLost(entry.request(), entry.request().executedAtWorker());
        });
    }

    private void resize() {
        window.resize(roster.capacity(), times);
    }

    // ---- settings

    /**
     * Takes over what can change while requests are here: the queue's limits, the window's factor, when to give up and what to refuse. The rest
     * stays as it was.
     */
    public void apply(PoolSettings changed) {
        settings = changed;
        queue.limit(changed.limits());
        lost.limit(changed.maxLostLeases());
        window.factor(changed.windowFactor());
        resize();
    }

    // ---- seen from outside

    /** Whether anything waits or is wanted back. */
    public boolean isIdle() {
        return queue.size() == 0 && inFlight.size() == inFlight.overrun();
    }

    /** Whether there is anything that time could change. */
    public boolean watchesTime() {
        return deadlines.size() > 0 || inFlight.size() > 0;
    }

    /** Looks at it. */
    public PoolView view() {
        return view;
    }

    /** The worker with this id; null: it is not known here. */
    public @Nullable Worker findWorker(String id) {
        return roster.find(id);
    }
}
