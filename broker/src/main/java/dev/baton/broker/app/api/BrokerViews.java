package dev.baton.broker.app.api;

import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.app.config.Exposure;
import dev.baton.broker.app.watch.Departures.Departure;
import dev.baton.broker.app.watch.Finding;
import dev.baton.broker.app.watch.Verdict;
import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.broker.observe.history.Rates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The broker, its pools and its workers as the API shows them. Thread-safe. */
final class BrokerViews {
    private static final double MILLIS = 1e3;

    private final Sources sources;
    private final String version;
    private final String access;

    BrokerViews(Sources sources, String version) {
        this.sources = sources;
        this.version = version;
        this.access = access(sources.broker().config());
    }

    static String access(BrokerConfig config) {
        if (config.keys() != null) {
            return "KEYS";
        }
        return Exposure.of(config).isEmpty() ? "LOOPBACK" : "INSECURE";
    }

    Views.Status status() {
        BrokerSnapshot snapshot = sources.broker().snapshot();
        return new Views.Status(broker(snapshot), verdict(snapshot), totals(snapshot), pools(snapshot));
    }

    Views.BrokerView broker() {
        return broker(sources.broker().snapshot());
    }

    private Views.BrokerView broker(BrokerSnapshot snapshot) {
        Duration uptime = Duration.between(sources.startedAt(), dev.baton.time.WallClock.now());
        return new Views.BrokerView(
                snapshot.state().name(),
                version,
                sources.startedAt().toString(),
                Units.rounded(uptime.toMillis() / MILLIS),
                sources.broker().frontendEndpoint(),
                snapshot.clients(),
                access,
                ProcessHandle.current().pid());
    }

    private Views.VerdictView verdict(BrokerSnapshot snapshot) {
        boolean dead = sources.broker().ended().isCompletedExceptionally();
        List<Finding> findings = sources.verdict().of(snapshot, dead);
        return new Views.VerdictView(
                findings.isEmpty(),
                lower(Verdict.worst(findings)),
                findings.stream()
                        .map(it -> new Views.FindingView(lower(it.level()), it.what(), it.todo()))
                        .toList());
    }

    private static String lower(Finding.Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private Views.Totals totals(BrokerSnapshot snapshot) {
        List<PoolSnapshot> pools = snapshot.pools();
        Rates rates = sources.history().rates();
        return new Views.Totals(
                Units.rounded(rates.requestsPerSecond()),
                Units.microsAsMillis(rates.p50Micros()),
                Units.microsAsMillis(rates.p99Micros()),
                pools.stream().mapToInt(PoolSnapshot::queued).sum(),
                pools.stream().mapToInt(PoolSnapshot::inFlight).sum(),
                pools.stream().mapToInt(PoolSnapshot::window).sum(),
                pools.stream().mapToInt(PoolSnapshot::capacity).sum(),
                pools.stream().mapToInt(BrokerViews::busy).sum(),
                pools.stream().mapToInt(pool -> pool.workers().size()).sum(),
                Units.rounded(rates.errorsPerSecond()));
    }

    private static int busy(PoolSnapshot pool) {
        return pool.workers().stream().mapToInt(WorkerSnapshot::busy).sum();
    }

    // ---- pools

    List<Views.PoolView> pools() {
        return pools(sources.broker().snapshot());
    }

    private List<Views.PoolView> pools(BrokerSnapshot snapshot) {
        return IntStream.range(0, snapshot.pools().size())
                .mapToObj(i -> pool(
                        snapshot.pools().get(i),
                        sources.broker().config().pools().get(i),
                        sources.history().rates(i)))
                .toList();
    }

    private static Views.PoolView pool(PoolSnapshot pool, PoolConfig config, Rates rates) {
        return new Views.PoolView(
                pool.name(),
                pool.endpoint(),
                config.services(),
                pool.queued(),
                pool.queuedBytes(),
                pool.queueLimit(),
                pool.inFlight(),
                pool.overrun(),
                pool.window(),
                pool.capacity(),
                busy(pool),
                pool.plainPeers(),
                pool.workers().size(),
                pool.desiredWorkers(),
                Units.rounded(rates.requestsPerSecond()),
                Units.microsAsMillis(rates.p50Micros()),
                Units.microsAsMillis(rates.p99Micros()),
                Units.rounded(rates.handBacksPerSecond()),
                Units.millis(pool.oldestWaitNanos()));
    }

    // ---- workers

    /** Those that are there, then those that went lately. */
    List<Views.WorkerView> workers(Optional<String> ofPool) {
        List<Views.WorkerView> all = new ArrayList<>();
        Set<String> here = new HashSet<>();
        for (PoolSnapshot pool : sources.broker().snapshot().pools()) {
            for (WorkerSnapshot worker : pool.workers()) {
                here.add(worker.id());
                all.add(worker(pool.name(), worker, worker.silentNanos()));
            }
        }
        for (Departure departure : sources.departures().recent()) {
            if (here.add(departure.worker().id())) {
                all.add(worker(
                        departure.pool(), departure.worker(), sources.clock().nanoTime() - departure.atNanos()));
            }
        }
        return all.stream()
                .filter(worker -> ofPool.map(worker.pool()::equals).orElse(true))
                .toList();
    }

    private Views.WorkerView worker(String pool, WorkerSnapshot worker, long silentNanos) {
        return new Views.WorkerView(
                worker.id(),
                pool,
                worker.host(),
                worker.pid(),
                worker.address(),
                worker.state(),
                Units.rounded(TimeUnit.NANOSECONDS.toMillis(worker.ageNanos()) / MILLIS),
                worker.capacity(),
                worker.busy(),
                worker.handBacks(),
                worker.lostLeases(),
                Units.millis(silentNanos),
                leader(worker),
                worker.controllable());
    }

    private static Views.@Nullable Leader leader(WorkerSnapshot worker) {
        boolean isKnown = !worker.leaderThread().isEmpty() && !worker.state().equals("GONE");
        return isKnown ? new Views.Leader(worker.leaderThread(), Units.millis(worker.leaderHeldNanos())) : null;
    }

    /** By its whole id, or by the beginning of it if no other begins like that. Those that are there go before those that went. */
    Views.WorkerView worker(String idOrPrefix) throws ApiException {
        List<Views.WorkerView> all = workers(Optional.empty());
        for (Views.WorkerView worker : all) {
            if (worker.id().equals(idOrPrefix)) {
                return worker;
            }
        }
        List<Views.WorkerView> begin = all.stream()
                .filter(worker -> worker.id().startsWith(idOrPrefix))
                .toList();
        List<Views.WorkerView> here =
                begin.stream().filter(worker -> !worker.state().equals("GONE")).toList();
        List<Views.WorkerView> candidates = here.isEmpty() ? begin : here;
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        throw ApiException.notFound(
                candidates.isEmpty()
                        ? "no worker has the id " + idOrPrefix + ", and none begins with it"
                        : candidates.size() + " workers begin with " + idOrPrefix + ", among them "
                                + candidates.get(0).id() + " and "
                                + candidates.get(1).id() + "; give more of the id");
    }
}
