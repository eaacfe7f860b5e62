package dev.baton.broker.app.watch;

import static java.util.stream.Collectors.joining;

import dev.baton.broker.app.watch.Departures.Departure;
import dev.baton.broker.app.watch.Finding.Level;
import dev.baton.broker.observe.AuthOutcome;
import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.State;
import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.broker.observe.ConnectionRefusal;
import dev.baton.broker.observe.DropReason;
import dev.baton.broker.observe.RejectReason;
import dev.baton.broker.observe.history.History;
import dev.baton.broker.observe.history.Second;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Is it well? Looks at everything that is known and says what is not as it should be, the worst first. Thread-safe. */
public final class Verdict {
    private static final long LONG_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long ENDLESS_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int FULL_SECONDS = 10;
    private static final int LOOK_BACK_SECONDS = 60;
    private static final int LOOK_BACK_MINUTES = 5;
    private static final int WORKERS_NAMED = 3;
    private static final int REQUESTS_FOR_A_SHARE = 20;
    private static final double MANY_ERRORS = 0.05;
    private static final int PASSERS_BY = 10;

    private final History history;
    private final Incidents incidents;
    private final Departures departures;
    private final List<String> exposed;

    /** From these. */
    public Verdict(History history, Incidents incidents, Departures departures) {
        this(history, incidents, departures, List.of());
    }

    /**
     * From these.
     *
     * @param exposed addresses that other machines reach and where no keys are asked for
     */
    public Verdict(History history, Incidents incidents, Departures departures, List<String> exposed) {
        this.exposed = List.copyOf(exposed);
        this.history = history;
        this.incidents = incidents;
        this.departures = departures;
    }

    /** What there is to say of the broker in this state, the worst first; empty: it is well. */
    public List<Finding> of(BrokerSnapshot snapshot, boolean dead) {
        List<Finding> found = new ArrayList<>();
        lookAtBroker(snapshot, dead, found);
        for (int i = 0; i < snapshot.pools().size(); i++) {
            lookAtPool(snapshot.pools().get(i), i, found);
        }
        lookAtExposure(found);
        lookAtDepartures(found);
        lookAtIncidents(found);
        lookAtConnections(found);
        lookAtErrors(found);
        found.sort(Comparator.comparing(Finding::level).reversed());
        return found;
    }

    /** The level of the worst. */
    public static Level worst(List<Finding> findings) {
        return findings.stream()
                .map(Finding::level)
                .max(Comparator.naturalOrder())
                .orElse(Level.OK);
    }

    private static void lookAtBroker(BrokerSnapshot snapshot, boolean dead, List<Finding> found) {
        if (dead) {
            found.add(
                    Finding.critical("an I/O thread of the broker died", "Start this broker anew and report the log."));
        } else if (snapshot.state() == State.DRAINING) {
            found.add(Finding.warning(
                    "the broker is draining: it finishes what it has and refuses what comes",
                    "Wait until it ends; or, if it is to stay, let it serve again with `./baton resume --broker`."));
        } else if (snapshot.state() == State.STOPPED) {
            found.add(Finding.critical("the broker has stopped", "Start it anew."));
        }
    }

    private void lookAtExposure(List<Finding> found) {
        if (!exposed.isEmpty()) {
            found.add(Finding.warning(
                    "whoever reaches " + String.join(", ", exposed)
                            + " may call and serve everything: no keys are asked for, and nothing is encrypted",
                    "Set curve.secret-key-file and curve.authorized (docs/security.md), or see to it that only those"
                            + " who may reach these addresses."));
        }
    }

    // ---- pools

    private void lookAtPool(PoolSnapshot pool, int index, List<Finding> found) {
        if (pool.capacity() == 0) {
            found.add(cannotWork(pool));
        } else {
            lookAtQueue(pool, index, found);
        }
        lookAtWorkers(pool, found);
    }

    private static Finding cannotWork(PoolSnapshot pool) {
        boolean none = pool.workers().isEmpty();
        String waiting = pool.queued() > 0 ? "; " + requests(pool.queued()) + " waiting for one" : "";
        String what = none
                ? "no worker is connected to pool " + pool.name() + waiting
                : "pool " + pool.name() + " has workers, but none that takes work (" + states(pool) + ")" + waiting;
        String todo = none
                ? "Start a worker that connects to " + pool.endpoint()
                        + ", or look why those that should be there are not."
                : "Resume a worker that drains, or look what holds up those that are silent.";
        return new Finding(pool.queued() > 0 ? Level.CRITICAL : Level.WARNING, what, todo);
    }

    private static String states(PoolSnapshot pool) {
        return pool.workers().stream()
                .map(worker -> worker.id() + " " + worker.state())
                .limit(WORKERS_NAMED)
                .collect(joining(", "));
    }

    private void lookAtQueue(PoolSnapshot pool, int index, List<Finding> found) {
        List<@Nullable Second> lately = history.last(index, LOOK_BACK_SECONDS);
        int fullSeconds = fullSeconds(lately);
        boolean waitsLong = pool.oldestWaitNanos() >= LONG_WAIT_NANOS;
        if (fullSeconds < FULL_SECONDS && !waitsLong) {
            return;
        }
        String since = fullSeconds >= LOOK_BACK_SECONDS ? "more than a minute" : fullSeconds + " s";
        String full = fullSeconds >= FULL_SECONDS ? ", and all slots have been busy for " + since : "";
        String trend = isGrowing(lately, pool.queued()) ? " and growing" : "";
        found.add(new Finding(
                pool.oldestWaitNanos() >= ENDLESS_WAIT_NANOS ? Level.CRITICAL : Level.WARNING,
                "pool " + pool.name() + " has " + requests(pool.queued()) + " waiting" + trend + ", the oldest for "
                        + millis(pool.oldestWaitNanos()) + full,
                "Add workers or slots to pool " + pool.name()
                        + ", or look at the slowest requests for what takes its handlers so long."));
    }

    private static int fullSeconds(List<@Nullable Second> lately) {
        int count = 0;
        for (int i = lately.size() - 1; i >= 0; i--) {
            Second second = lately.get(i);
            if (second == null || !second.isFull()) {
                break;
            }
            count++;
        }
        return count;
    }

    private static boolean isGrowing(List<@Nullable Second> lately, int queued) {
        Second before = lately.get(lately.size() / 2);
        return before != null && queued > 2L * Math.max(1, before.queued());
    }

    private static void lookAtWorkers(PoolSnapshot pool, List<Finding> found) {
        List<WorkerSnapshot> silent = pool.workers().stream()
                .filter(worker -> worker.state().equals("SUSPECT"))
                .toList();
        if (!silent.isEmpty()) {
            String names = silent.stream()
                    .limit(WORKERS_NAMED)
                    .map(worker -> worker.id() + " on " + worker.host() + " for " + millis(worker.silentNanos()))
                    .collect(joining(", "));
            found.add(Finding.warning(
                    workers(silent.size()) + " of pool " + pool.name() + (silent.size() == 1 ? " is" : " are")
                            + " silent: " + names,
                    "Look whether the process stands still (a long garbage collection, SIGSTOP, a swapping or"
                            + " overloaded machine) or the network is down; end it if it does not come back."));
        }
    }

    private static String workers(int count) {
        return count == 1 ? "1 worker" : count + " workers";
    }

    private static String requests(int count) {
        return count == 1 ? "1 request" : count + " requests";
    }

    // ---- what happened

    private void lookAtDepartures(List<Finding> found) {
        List<Departure> lost = departures.since(Duration.ofMinutes(LOOK_BACK_MINUTES)).stream()
                .filter(departure -> !departure.saidGoodbye())
                .toList();
        if (!lost.isEmpty()) {
            String names = lost.stream()
                    .limit(WORKERS_NAMED)
                    .map(departure -> departure.worker().id() + " on "
                            + departure.worker().host())
                    .collect(joining(", "));
            found.add(Finding.warning(
                    workers(lost.size()) + " went without a goodbye in the last " + LOOK_BACK_MINUTES + " minutes: "
                            + names,
                    "Look into the log of that process for a crash, or into the system's for one that was"
                            + " killed for its memory."));
        }
    }

    private void lookAtIncidents(List<Finding> found) {
        long errors = incidents.loopErrors(Incidents.MINUTES);
        if (errors > 0) {
            found.add(Finding.critical(
                    errors + " times a bug in the broker's loop in the last " + Incidents.MINUTES
                            + " minutes; the loop goes on",
                    "Report it with the stack trace in the log."));
        }
        long lost = incidents.leasesLost(LOOK_BACK_MINUTES);
        if (lost > 0) {
            found.add(Finding.warning(
                    requests((int) Math.min(lost, Integer.MAX_VALUE)) + " lost with a worker in the last "
                            + LOOK_BACK_MINUTES + " minutes",
                    "Look at the failed requests, and at the workers that are gone or have lost leases."));
        }
        Map<RejectReason, Long> rejected = incidents.rejected(1);
        if (!rejected.isEmpty()) {
            found.add(Finding.warning(
                    "refused in the last minute: " + Words.countedRequests(rejected), Words.aboutRequests(rejected)));
        }
        long slow = incidents.dropped(DropReason.SLOW_CLIENT, LOOK_BACK_MINUTES);
        if (slow > 0) {
            found.add(Finding.warning(
                    slow + " replies thrown away in the last " + LOOK_BACK_MINUTES
                            + " minutes, because their client does not read",
                    "Look for a client that stands still, or raise limits.max-outbox-per-client."));
        }
    }

    private void lookAtConnections(List<Finding> found) {
        Map<ConnectionRefusal, Long> refused = incidents.connectionsRefused(LOOK_BACK_MINUTES);
        refused.computeIfPresent(ConnectionRefusal.SLOW_HANDSHAKE, Verdict::unlessPassersBy);
        if (!refused.isEmpty()) {
            found.add(Finding.warning(
                    "connections refused in the last " + LOOK_BACK_MINUTES + " minutes: "
                            + Words.countedConnections(refused),
                    Words.aboutConnections(refused)));
        }
        Map<AuthOutcome, Long> strangers = incidents.turnedAway(LOOK_BACK_MINUTES);
        strangers.computeIfPresent(AuthOutcome.NO_HANDSHAKE, Verdict::unlessPassersBy);
        if (!strangers.isEmpty()) {
            found.add(Finding.warning(
                    "turned away in the last " + LOOK_BACK_MINUTES + " minutes: " + Words.countedStrangers(strangers),
                    "The log has the address and the key of each; curve.authorized says who may come in."));
        }
    }

    /** Ports that the world reaches are scanned every day; who has the wrong key tries again within the second. */
    private static <K> @Nullable Long unlessPassersBy(K kind, Long count) {
        return count < PASSERS_BY ? null : count;
    }

    private void lookAtErrors(List<Finding> found) {
        int requests = 0;
        int errors = 0;
        Map<StatusCode, Integer> byStatus = new EnumMap<>(StatusCode.class);
        for (Second second : history.last(LOOK_BACK_SECONDS)) {
            if (second != null) {
                requests += second.requests();
                errors += second.errorCount();
                second.errors().forEach((status, count) -> byStatus.merge(status, count, Integer::sum));
            }
        }
        if (requests >= REQUESTS_FOR_A_SHARE && errors > MANY_ERRORS * requests) {
            String kinds = byStatus.entrySet().stream()
                    .sorted(Map.Entry.<StatusCode, Integer>comparingByValue().reversed())
                    .limit(WORKERS_NAMED)
                    .map(entry -> entry.getValue() + " " + entry.getKey())
                    .collect(joining(", "));
            found.add(Finding.warning(
                    String.format(
                            Locale.ROOT,
                            "%.0f %% of the requests of the last minute failed: %s",
                            100.0 * errors / requests,
                            kinds),
                    "Look at the failed requests: each says why."));
        }
    }

    private static String millis(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        return millis < 10_000 ? millis + " ms" : millis / 1_000 + " s";
    }
}
