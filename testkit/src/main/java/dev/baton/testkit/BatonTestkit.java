package dev.baton.testkit;

import static java.util.Objects.requireNonNull;

import dev.baton.broker.BrokerConfig;
import dev.baton.client.BatonClient;
import dev.baton.client.BatonClientBuilder;
import dev.baton.worker.BatonWorkerBuilder;
import dev.baton.worker.ServiceBinding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A broker with workers for tests: everything is real, the sockets too, and starts in milliseconds on ports that nobody has to choose.
 *
 * <pre>{@code
 * class PricesTest {
 *     @RegisterExtension
 *     static final BatonTestkit baton = BatonTestkit.withService(new Prices());
 *
 *     @Test
 *     void shouldKnowThePriceOfTea(BatonClient client) {
 *         assertThat(client.call(PRICE, request("tea")).getCents()).isEqualTo(450);
 *     }
 * }
 * }</pre>
 *
 * <p>In a static field it lives as long as the test class, otherwise as long as each test. Tests may have a {@link BatonClient}, a {@link
 * TestWorker} (the first one) or the {@code BatonTestkit} as a parameter. After each test, workers that the test has broken are mended; when it
 * comes to its end, it closes everything.
 *
 * <p>A test that leaves something open fails: a handler that still runs, or a call that still waits a second later. {@link
 * #allowingLeftovers} turns that off.
 *
 * <p>Without JUnit: {@code try (BatonTestkit baton = BatonTestkit.withService(prices).start()) { ... }}
 *
 * <p>Thread-safe once it has started.
 */
public final class BatonTestkit
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver,
                AutoCloseable {
    private final List<WorkerPlan> plans = new ArrayList<>();
    private final List<TestWorker> workers = Collections.synchronizedList(new ArrayList<>());
    private final List<BatonClient> clients = new ArrayList<>();
    private UnaryOperator<BrokerConfig> brokerSettings = UnaryOperator.identity();
    private Consumer<BatonClientBuilder> clientSettings = client -> {};
    private boolean allowsLeftovers;
    private int classes;
    private volatile @Nullable TestBroker broker;
    private @Nullable BatonClient sharedClient;

    private BatonTestkit() {}

    /** A broker and one worker that serves these. */
    public static BatonTestkit withService(ServiceBinding... services) {
        return withBroker().andService(services);
    }

    /** A broker and one worker, set up by this: its handlers, and whatever else is to be as in real life. The broker is set already. */
    public static BatonTestkit withWorker(Consumer<BatonWorkerBuilder> worker) {
        return withBroker().andWorker(worker);
    }

    /** A broker without workers. */
    public static BatonTestkit withBroker() {
        return new BatonTestkit();
    }

    /** One more worker, that serves these. */
    public BatonTestkit andService(ServiceBinding... services) {
        List<ServiceBinding> bound = List.of(services);
        return andWorker(worker -> bound.forEach(worker::service));
    }

    /** One more worker, set up by this. */
    public BatonTestkit andWorker(Consumer<BatonWorkerBuilder> worker) {
        return andWorkers(1, worker);
    }

    /** So many more workers, each of them set up by this. They are called worker-1, worker-2 and so on, unless it gives them names. */
    public BatonTestkit andWorkers(int count, Consumer<BatonWorkerBuilder> worker) {
        requireNotStarted();
        requireNonNull(worker, "worker");
        for (int i = 0; i < count; i++) {
            plans.add(new WorkerPlan("worker-" + (plans.size() + 1), worker));
        }
        return this;
    }

    /** Other settings for the broker, for instance shorter time limits. Addresses are chosen by the testkit. */
    public BatonTestkit broker(UnaryOperator<BrokerConfig> settings) {
        requireNotStarted();
        brokerSettings = requireNonNull(settings, "settings");
        return this;
    }

    /** Settings for all clients. */
    public BatonTestkit clients(Consumer<BatonClientBuilder> settings) {
        requireNotStarted();
        clientSettings = requireNonNull(settings, "settings");
        return this;
    }

    /** Does not let a test fail for what it leaves open. */
    public BatonTestkit allowingLeftovers() {
        allowsLeftovers = true;
        return this;
    }

    private void requireNotStarted() {
        if (broker != null) {
            throw new IllegalStateException("it runs already; set it up before, or see startWorker");
        }
    }

    /** Starts broker and workers, and returns when the broker knows them all. Under JUnit that is done. */
    public synchronized BatonTestkit start() {
        requireNotStarted();
        broker = TestBroker.start(brokerSettings);
        try {
            plans.forEach(this::startWorker);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        return this;
    }

    /** Starts one more worker in the middle of a test. It stays to the end. */
    public TestWorker startWorker(Consumer<BatonWorkerBuilder> worker) {
        return startWorker(new WorkerPlan("worker-" + (workers.size() + 1), worker));
    }

    private TestWorker startWorker(WorkerPlan plan) {
        TestWorker started = new TestWorker(plan, running());
        workers.add(started);
        return started;
    }

    private TestBroker running() {
        TestBroker started = broker;
        if (started == null) {
            throw new IllegalStateException("it does not run (expected: @RegisterExtension, or start)");
        }
        return started;
    }

    /** A client, the same for all who ask, connected. */
    public synchronized BatonClient client() {
        if (sharedClient == null) {
            sharedClient = newClient(client -> {});
        }
        return sharedClient;
    }

    /** A client of its own, with settings of its own, connected. The testkit closes it if the test does not. */
    public synchronized BatonClient newClient(Consumer<BatonClientBuilder> settings) {
        BatonClientBuilder builder = BatonClient.builder().broker(frontend());
        clientSettings.accept(builder);
        settings.accept(builder);
        BatonClient client = builder.build();
        clients.add(client);
        TestBroker.awaitThat("the client is connected", client::isConnected);
        return client;
    }

    /** The first worker. */
    public TestWorker worker() {
        if (workers.isEmpty()) {
            throw new IllegalStateException("there is no worker (expected: withService, withWorker or startWorker)");
        }
        return workers.get(0);
    }

    /** All workers, in the order of their start. */
    public List<TestWorker> workers() {
        synchronized (workers) {
            return List.copyOf(workers);
        }
    }

    /** Where clients connect: for clients that are not made here. */
    public String frontend() {
        return running().frontend();
    }

    /** Where workers connect: for workers that are not made here. */
    public String backend() {
        return running().backend();
    }

    /** Mends the workers that were broken: those that vanished come back, and none delays or fails any more. */
    public void heal() {
        workers().forEach(TestWorker::heal);
    }

    /** What is still open: one line each, for people. Waits up to a second for what is just about to end. */
    public List<String> leftovers() {
        TestBroker started = broker;
        return started == null ? List.of() : Leftovers.of(started, workers());
    }

    /** Closes everything. Twice is fine. */
    @Override
    public synchronized void close() {
        closeClients();
        workers().forEach(TestWorker::beginClose);
        workers().forEach(TestWorker::close);
        workers.clear();
        TestBroker started = broker;
        if (started != null) {
            started.close();
            broker = null;
        }
    }

    private void closeClients() {
        clients.forEach(BatonClient::close);
        clients.clear();
        sharedClient = null;
    }

    // ---- what JUnit calls

    /** Called for a test class, and again for each class nested in it. */
    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        if (classes++ == 0) {
            start();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!livesForTheClass()) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!livesForTheClass()) {
            closeAndTell();
        } else if (context.getExecutionMode() != ExecutionMode.CONCURRENT) {
            heal();
            List<String> open = allowsLeftovers ? List.of() : leftovers();
            if (!open.isEmpty()) {
                recycle();
                tell(open);
            }
        }
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        if (--classes == 0) {
            closeAndTell();
        }
    }

    private synchronized boolean livesForTheClass() {
        return classes > 0;
    }

    private void closeAndTell() {
        heal();
        List<String> open = allowsLeftovers ? List.of() : leftovers();
        close();
        tell(open);
    }

    /** What one test has left open must not be blamed on the next. */
    private synchronized void recycle() {
        closeClients();
        workers().forEach(TestWorker::recycle);
    }

    private static void tell(List<String> open) {
        if (!open.isEmpty()) {
            throw new AssertionError("left open: " + String.join("; ", open));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == BatonClient.class || type == TestWorker.class || type == BatonTestkit.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == BatonClient.class) {
            return client();
        }
        return type == TestWorker.class ? worker() : this;
    }

    /** How to make a worker. */
    record WorkerPlan(String name, Consumer<BatonWorkerBuilder> setUp) {}
}
