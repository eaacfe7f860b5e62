package dev.baton.broker.app;

import dev.baton.broker.Broker;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.app.admin.AdminServer;
import dev.baton.broker.app.admin.Page;
import dev.baton.broker.app.config.EffectiveConfig;
import dev.baton.broker.observe.micrometer.MicrometerBrokerObserver;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broker with its meters and its admin port, as it runs in a process of its own. Thread-safe. */
public final class BrokerService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BrokerService.class);

    private final PrometheusMeterRegistry registry;
    private final ProcessMeters processMeters;
    private final Broker broker;
    private final HealthPages health;
    private final Optional<AdminServer> admin;

    private BrokerService(
            PrometheusMeterRegistry registry,
            ProcessMeters processMeters,
            Broker broker,
            Optional<InetSocketAddress> adminAddress) {
        this.registry = registry;
        this.processMeters = processMeters;
        this.broker = broker;
        this.health = new HealthPages(broker);
        this.admin = adminAddress.flatMap(this::startAdmin);
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
        Broker broker = Broker.start(config.broker(), new MicrometerBrokerObserver(registry, pools));
        BrokerService service = new BrokerService(registry, ProcessMeters.bind(registry), broker, config.admin());
        log.info(
                "serving clients at {}, workers at {}, metrics and health at {}",
                broker.frontendEndpoint(),
                pools.stream().map(broker::backendEndpoint).toList(),
                service.adminAddress().orElse("no address"));
        return service;
    }

    private Optional<AdminServer> startAdmin(InetSocketAddress address) {
        try {
            return Optional.of(AdminServer.start(address, pages()));
        } catch (IOException e) {
            log.warn("no metrics and no health checks: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private List<Page> pages() {
        return List.of(
                new Page(
                        "/metrics",
                        () -> Page.Answer.of("text/plain; version=0.0.4; charset=utf-8", registry.scrape())),
                new Page("/health/live", health::live),
                new Page("/health/ready", health::ready));
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
        return admin.map(AdminServer::address);
    }

    /** Finishes what the broker has, see {@link Broker#drain()}; health and metrics are answered until then. */
    public CompletableFuture<Void> drain() {
        return broker.drain();
    }

    /** Closes all of it within some seconds. Twice is fine. */
    @Override
    public void close() {
        broker.close();
        admin.ifPresent(AdminServer::close);
        processMeters.close();
        registry.close();
    }
}
