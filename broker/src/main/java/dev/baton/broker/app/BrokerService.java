package dev.baton.broker.app;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerKeys;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.app.admin.AdminServer;
import dev.baton.broker.app.admin.DashboardHandler;
import dev.baton.broker.app.admin.Page;
import dev.baton.broker.app.admin.PageHandler;
import dev.baton.broker.app.api.AccessGuard;
import dev.baton.broker.app.api.AdminApi;
import dev.baton.broker.app.api.ApiHandler;
import dev.baton.broker.app.api.EventStream;
import dev.baton.broker.app.api.Sources;
import dev.baton.broker.app.config.AdminSettings;
import dev.baton.broker.app.config.EffectiveConfig;
import dev.baton.broker.app.config.Exposure;
import dev.baton.broker.observe.micrometer.MicrometerBrokerObserver;
import dev.baton.broker.observe.micrometer.SpanCounters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broker with its meters and its admin port, as it runs in a process of its own. Thread-safe. */
public final class BrokerService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BrokerService.class);

    private final PrometheusMeterRegistry registry;
    private final Broker broker;
    private final Tracing tracing;
    private final HealthPages health;
    private final Optional<Admin> admin;
    private final List<RegularLook> watches;

    private BrokerService(
            PrometheusMeterRegistry registry,
            Broker broker,
            Tracing tracing,
            HealthPages health,
            Optional<Admin> admin,
            List<RegularLook> watches) {
        this.registry = registry;
        this.broker = broker;
        this.tracing = tracing;
        this.health = health;
        this.admin = admin;
        this.watches = watches;
    }

    /** What is closed together. */
    private record Admin(AdminServer server, EventStream events) {
        void close() {
            events.close();
            server.close();
        }
    }

    /**
     * Starts all of it. An admin port that is taken does not keep the broker from its work: it is logged, and there is none.
     *
     * @throws dev.baton.transport.BindException if the frontend or a backend is not to be had
     */
    public static BrokerService start(EffectiveConfig config) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        List<String> pools =
                config.broker().pools().stream().map(PoolConfig::name).toList();
        Lookout lookout = new Lookout(config, new MicrometerBrokerObserver(registry, pools));
        Tracing tracing = new Tracing(config.tracing(), new SpanCounters(registry));
        Broker broker = startBroker(config, lookout, tracing);
        HealthPages health = new HealthPages(broker);
        Optional<Admin> admin =
                config.admin().flatMap(address -> startAdmin(address, config, broker, health, lookout, registry));
        ProcessMeters.bind(registry);
        List<RegularLook> watches = new ArrayList<>();
        watches.add(MemoryWatch.start(() -> nothingWaits(broker)));
        config.authorizedKeys().ifPresent(path -> watches.add(KeyWatch.start(path, broker)));
        BrokerService service = new BrokerService(registry, broker, tracing, health, admin, watches);
        tellOfKeys(config);
        log.info(
                "serving clients at {}, workers at {}, dashboard, metrics and health at {}",
                broker.frontendEndpoint(),
                pools.stream().map(broker::backendEndpoint).toList(),
                service.adminAddress().map(address -> "http://" + address + "/").orElse("no address"));
        return service;
    }

    private static boolean nothingWaits(Broker broker) {
        return broker.snapshot().pools().stream().allMatch(pool -> pool.queued() == 0);
    }

    private static Broker startBroker(EffectiveConfig config, Lookout lookout, Tracing tracing) {
        try {
            return Broker.start(config.broker(), lookout.observer(), tracing.tracer());
        } catch (RuntimeException e) {
            tracing.close();
            throw e;
        }
    }

    private static void tellOfKeys(EffectiveConfig config) {
        BrokerKeys keys = config.broker().keys();
        List<String> exposed = Exposure.of(config.broker());
        if (keys != null) {
            log.info(
                    "everything that connects must encrypt and have one of {} keys; the broker's public key is {}",
                    keys.ring().size(),
                    keys.own().publicKey());
        } else if (!exposed.isEmpty()) {
            log.warn(
                    "insecure: whoever reaches {} may call and serve everything, because no keys are asked for; see"
                            + " docs/security.md",
                    String.join(", ", exposed));
        }
    }

    private static Optional<Admin> startAdmin(
            InetSocketAddress address,
            EffectiveConfig config,
            Broker broker,
            HealthPages health,
            Lookout lookout,
            PrometheusMeterRegistry registry) {
        AdminSettings settings = config.adminSettings();
        Scheduler timer = AdminServer.newTimer();
        Sources sources = lookout.sources(broker);
        AdminApi api = new AdminApi(sources);
        EventStream events = new EventStream(api, sources, timer);
        AccessGuard guard = new AccessGuard(settings);
        PageHandler pages = new PageHandler(
                pages(health, registry), guard::mayReadMetrics, List.of("/", AdminApi.BASE + "/openapi.json"));
        try {
            AdminServer server = AdminServer.start(
                    address, timer, List.of(new ApiHandler(api, events, guard), new DashboardHandler(), pages));
            return Optional.of(new Admin(server, events));
        } catch (IOException e) {
            log.error(
                    "no dashboard, no metrics and no health checks; requests are served all the same: {}",
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static List<Page> pages(HealthPages health, PrometheusMeterRegistry registry) {
        return List.of(
                new Page(
                        "/metrics",
                        false,
                        () -> Page.Answer.of("text/plain; version=0.0.4; charset=utf-8", registry.scrape())),
                new Page("/health/live", true, health::live),
                new Page("/health/ready", true, health::ready));
    }

    /** The broker itself. */
    public Broker broker() {
        return broker;
    }

    /** Whether it could go on, as {@code /health/live} tells it. Whoever hears no some times in a row should start the process anew. */
    public boolean isAlive() {
        return health.isAlive();
    }

    /** {@code host:port} of the admin port; empty if there is none. */
    public Optional<String> adminAddress() {
        return admin.map(it -> it.server().address());
    }

    /** Finishes what the broker has, see {@link Broker#drain()}, and sends its last spans; health and metrics are answered until then. */
    public CompletableFuture<Void> drain() {
        return broker.drain().whenComplete((done, failure) -> tracing.close());
    }

    /** Closes all of it within some seconds. Twice is fine. */
    @Override
    public void close() {
        watches.forEach(RegularLook::close);
        broker.close();
        tracing.close();
        admin.ifPresent(Admin::close);
        registry.close();
    }
}
