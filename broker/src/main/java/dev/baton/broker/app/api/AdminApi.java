package dev.baton.broker.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.broker.app.api.RequestViews.Kind;
import dev.baton.broker.app.api.Route.Param;
import dev.baton.broker.app.config.ConfigException;
import dev.baton.broker.app.config.CurrentConfig;
import dev.baton.broker.app.config.EffectiveConfig;
import dev.baton.broker.observe.BrokerSnapshot.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the API can do: the table of its routes, and what stands behind each. Thread-safe. */
public final class AdminApi {
    /** What all paths begin with. */
    public static final String BASE = "/api/v1";

    private static final Logger log = LoggerFactory.getLogger(AdminApi.class);
    private static final int HISTORY_MINUTES = 15;
    private static final int REQUESTS = 50;
    private static final int REQUESTS_MAX = 1_000;
    private static final int DRAIN_MAX_MILLIS = 3_600_000;
    private static final Param POOL = new Param("pool", "string", "only of this pool");
    private static final Param METHOD = new Param("method", "string", "only of this method");
    private static final Param LIMIT = new Param("limit", "integer", "how many at most, 1 to 1000");
    private static final Param MINUTES = new Param("minutes", "integer", "how far to look back, 1 to 15");
    private static final List<Param> REQUEST_FILTER = List.of(POOL, METHOD, MINUTES, LIMIT);

    private final Sources sources;
    private final BuildInfo build = new BuildInfo();
    private final BrokerViews views;
    private final HistoryViews history;
    private final OpenRequestViews openRequests;
    private final RequestViews requests;
    private final Object reloading = new Object();

    /** On top of these. */
    public AdminApi(Sources sources) {
        this.sources = sources;
        this.views = new BrokerViews(sources, build.version());
        this.history = new HistoryViews(sources);
        this.openRequests = new OpenRequestViews(sources);
        this.requests = new RequestViews(sources, openRequests);
    }

    BrokerViews views() {
        return views;
    }

    RequestViews requests() {
        return requests;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>(reads());
        routes.addAll(changes());
        return routes;
    }

    private List<Route> reads() {
        return List.of(
                Route.get("/status", "Is it well, and the main figures", Views.Status.class, call -> views.status()),
                Route.get("/pools", "All pools", Views.Pools.class, call -> new Views.Pools(views.pools())),
                Route.get("/pools/{name}", "One pool", Views.PoolView.class, this::pool),
                Route.get(
                        "/workers",
                        "The workers, and those that went in the last 15 minutes",
                        Views.Workers.class,
                        List.of(POOL),
                        call -> new Views.Workers(views.workers(call.query("pool")))),
                Route.get(
                        "/workers/{id}",
                        "One worker, by its id or the beginning of it",
                        Views.WorkerView.class,
                        call -> views.worker(call.path("id"))),
                Route.get(
                        "/requests/open",
                        "What waits or runs at this moment, the oldest first",
                        Views.OpenRequests.class,
                        List.of(POOL, METHOD, LIMIT),
                        call -> openRequests.list(
                                call.query("pool").orElse(null),
                                call.query("method").orElse(null),
                                call.number("limit", REQUESTS, REQUESTS_MAX))),
                requests("/requests/recent", "The last requests, newest first", Kind.RECENT),
                requests("/requests/slow", "The slowest good requests of the last minutes, slowest first", Kind.SLOW),
                requests("/requests/failed", "The last failed requests, newest first", Kind.FAILED),
                Route.get(
                        "/requests/{id}",
                        "What became of one request, or what it waits for, step by step, and why; several if clients gave the same id",
                        Views.Explanations.class,
                        call -> requests.explain(call.path("id"))),
                Route.get(
                        "/history",
                        "The last minutes, second by second",
                        Views.HistoryView.class,
                        List.of(MINUTES),
                        call -> history.last(60 * call.number("minutes", HISTORY_MINUTES, HISTORY_MINUTES))),
                Route.get("/config", "Every setting, its value and its source", Views.Config.class, call -> config()),
                Route.get("/build", "What was built when", Views.Build.class, call -> build.view()));
    }

    private Route requests(String path, String summary, Kind kind) {
        return Route.get(path, summary, Views.Requests.class, REQUEST_FILTER, call -> {
            int minutes = call.number("minutes", HISTORY_MINUTES, HISTORY_MINUTES);
            return requests.list(
                    kind,
                    requests.filter(
                            call.query("pool").orElse(null),
                            call.query("method").orElse(null),
                            minutes),
                    call.number("limit", REQUESTS, REQUESTS_MAX));
        });
    }

    private List<Route> changes() {
        return List.of(
                Route.post(
                        "/workers/{id}/drain",
                        "Tells a worker to take nothing new and finish what it has",
                        Views.WorkerView.class,
                        call -> tell(call.path("id"), sources.controls()::drainWorker, "drain")),
                Route.post(
                        "/workers/{id}/resume",
                        "Tells a worker to take requests again",
                        Views.WorkerView.class,
                        call -> tell(call.path("id"), sources.controls()::resumeWorker, "resume")),
                Route.post(
                        "/broker/drain",
                        "The broker refuses what comes and finishes what it has, until it is resumed; with the body {\"timeoutMillis\": 10000} it ends after that time at the latest",
                        Views.BrokerView.class,
                        this::drainBroker),
                Route.post(
                        "/broker/resume",
                        "A draining broker serves again",
                        Views.BrokerView.class,
                        call -> resumeBroker()),
                Route.post(
                        "/config/reload",
                        "Reads file and environment again and applies what can change while the broker runs",
                        Views.Reloaded.class,
                        call -> reload()));
    }

    private Views.PoolView pool(Call call) throws ApiException {
        String name = call.path("name");
        return views.pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("no pool is called " + name + "; there are "
                        + views.pools().stream().map(Views.PoolView::name).toList()));
    }

    // ---- workers

    private interface Order {
        CompletableFuture<Boolean> give(String workerId);
    }

    private Views.WorkerView tell(String idOrPrefix, Order order, String what) throws ApiException {
        Views.WorkerView worker = views.worker(idOrPrefix);
        if (worker.state().equals("GONE")) {
            throw ApiException.conflict("worker " + worker.id() + " is gone");
        }
        if (!worker.controllable() && worker.state().equals("SUSPECT")) {
            throw ApiException.conflict("worker " + worker.id() + " is silent, and cannot be told to " + what
                    + " as long as its process " + worker.pid() + " on " + worker.host()
                    + " stands still: let it go on, or end it");
        }
        if (!worker.controllable()) {
            throw ApiException.conflict("worker " + worker.id() + " has no control channel: it cannot be told to "
                    + what + ". Send its process " + worker.pid() + " on " + worker.host()
                    + " SIGTERM, which drains it too");
        }
        if (!Answers.of(order.give(worker.id()))) {
            throw ApiException.notFound("worker " + worker.id() + " is not there any more");
        }
        log.info("worker {} of pool {} was told to {} over the admin API", worker.id(), worker.pool(), what);
        return views.worker(worker.id());
    }

    // ---- the broker

    private Views.BrokerView drainBroker(Call call) throws ApiException {
        refuseIfStopped();
        Optional<Duration> time = drainTime(call.body());
        if (time.isPresent()) {
            sources.controls().drain(time.get());
            log.info("the broker was told over the admin API to drain and end");
        } else if (Answers.of(sources.controls().pause())) {
            log.info("the broker was told to drain over the admin API");
        } else {
            throw ApiException.conflict("the broker is about to end already");
        }
        return views.broker();
    }

    private static Optional<Duration> drainTime(JsonNode body) throws ApiException {
        JsonNode timeout = body.path("timeoutMillis");
        if (timeout.isMissingNode() || timeout.isNull()) {
            return Optional.empty();
        }
        if (!timeout.isIntegralNumber() || timeout.asLong() < 0 || timeout.asLong() > DRAIN_MAX_MILLIS) {
            throw ApiException.badRequest(
                    "timeoutMillis: " + timeout + " (expected: a whole number from 0 to " + DRAIN_MAX_MILLIS + ")");
        }
        return Optional.of(Duration.ofMillis(timeout.asLong()));
    }

    private Views.BrokerView resumeBroker() throws ApiException {
        refuseIfStopped();
        if (!Answers.of(sources.controls().resume())) {
            throw ApiException.conflict("the broker is about to end, which cannot be taken back: start it anew");
        }
        log.info("the broker was told to serve again over the admin API");
        return views.broker();
    }

    private void refuseIfStopped() throws ApiException {
        if (sources.broker().snapshot().state() == State.STOPPED) {
            throw ApiException.conflict("the broker has ended: start it anew");
        }
    }

    // ---- configuration

    private Views.Config config() {
        return new Views.Config(sources.config().get().shown().stream()
                .map(it -> new Views.SettingView(it.key(), it.value(), it.source(), it.fallback(), it.reloadable()))
                .toList());
    }

    private Views.Reloaded reload() throws ApiException {
        refuseIfStopped();
        synchronized (reloading) {
            CurrentConfig config = sources.config();
            EffectiveConfig before = config.get();
            EffectiveConfig read = readAgain(before);
            List<EffectiveConfig.Shown> different = read.differencesTo(before);
            EffectiveConfig after = before.withReloadable(read);
            Answers.of(sources.broker().reconfigure(after.broker()));
            config.set(after);
            Views.Reloaded reloaded = new Views.Reloaded(keys(different, true), keys(different, false));
            log.info("configuration read again: {}", reloaded);
            return reloaded;
        }
    }

    private static List<String> keys(List<EffectiveConfig.Shown> different, boolean reloadable) {
        return different.stream()
                .filter(setting -> setting.reloadable() == reloadable)
                .map(EffectiveConfig.Shown::key)
                .toList();
    }

    private static EffectiveConfig readAgain(EffectiveConfig config) throws ApiException {
        try {
            return config.readAgain();
        } catch (ConfigException e) {
            throw ApiException.conflict(
                    "nothing was changed, because the configuration cannot be used: " + e.getMessage());
        }
    }
}
