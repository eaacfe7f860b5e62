package dev.baton.broker.observe.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.broker.observe.DropReason;
import dev.baton.broker.observe.RejectReason;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.StatusCode;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerBrokerObserverTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerBrokerObserver observer = new MicrometerBrokerObserver(registry, List.of("a", "b"));

    @Test
    void shouldTimeRequestsByServiceAndStatus() {
        observer.onEnded("x.A", StatusCode.OK, 2_000);
        observer.onEnded("x.A", StatusCode.OK, 3_000);
        observer.onEnded("x.A", StatusCode.DEADLINE_EXCEEDED, 9_000);
        observer.onEnded("x.B", StatusCode.OK, 1_000);

        assertThat(registry.get("baton.broker.requests")
                        .tags("service", "x.A", "status", "ok")
                        .timer())
                .satisfies(timer -> assertThat(timer.count()).isEqualTo(2))
                .satisfies(timer ->
                        assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(5_000));
        assertThat(registry.get("baton.broker.requests")
                        .tags("service", "x.A", "status", "deadline_exceeded")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("baton.broker.requests")
                        .tags("service", "x.B")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldCallServicesOtherOnceThereAreTooMany() {
        for (int i = 0; i < MicrometerBrokerObserver.MAX_SERVICES + 10; i++) {
            observer.onEnded("service" + i, StatusCode.OK, 1);
            observer.onEnded("service" + i, StatusCode.OK, 1);
        }

        assertThat(registry.get("baton.broker.requests").timers()).hasSize(MicrometerBrokerObserver.MAX_SERVICES + 1);
        assertThat(registry.get("baton.broker.requests")
                        .tags("service", "other")
                        .timer()
                        .count())
                .isEqualTo(20);
        assertThat(registry.get("baton.broker.requests")
                        .tags("service", "service511")
                        .timer()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void shouldCountWhatHappensByItsReason() {
        observer.onHandBack(HandBackReason.BUSY);
        observer.onDropped(DropReason.SLOW_CLIENT);
        observer.onRejected(RejectReason.POOL_QUEUE_FULL);
        observer.onLeaseLost("x.A/Do", 2);
        observer.onOverrun("x.A/Do", 1);
        observer.onLoopError(new IllegalStateException("x"));
        observer.onDispatched(7_000);

        assertThat(counted("handbacks", "reason", "busy")).isEqualTo(1);
        assertThat(counted("handbacks", "reason", "draining")).isZero();
        assertThat(counted("dropped", "reason", "slow_client")).isEqualTo(1);
        assertThat(counted("rejected", "reason", "pool_queue_full")).isEqualTo(1);
        assertThat(counted("leases.lost")).isEqualTo(1);
        assertThat(counted("overruns")).isEqualTo(1);
        assertThat(counted("loop.errors")).isEqualTo(1);
        assertThat(registry.get("baton.broker.queue.wait").timer().totalTime(TimeUnit.NANOSECONDS))
                .isEqualTo(7_000);
    }

    @Test
    void shouldReadGaugesFromTheLastSnapshot() {
        assertThat(gauge("queue.depth", "b")).isZero();

        observer.onSnapshot(snapshot(pool("a", 0), pool("b", 100)));

        assertThat(gauge("queue.depth", "a")).isEqualTo(1);
        assertThat(gauge("queue.depth", "b")).isEqualTo(101);
        assertThat(gauge("queue.bytes", "b")).isEqualTo(102);
        assertThat(gauge("inflight", "b")).isEqualTo(103);
        assertThat(gauge("window", "b")).isEqualTo(105);
        assertThat(gauge("capacity", "b")).isEqualTo(106);
        assertThat(gauge("workers", "b")).isEqualTo(108);
        assertThat(gauge("queue.limit", "b")).isEqualTo(109);
        assertThat(registry.get("baton.pool.desired.workers")
                        .tag("pool", "b")
                        .gauge()
                        .value())
                .isEqualTo(108);
    }

    @Test
    void shouldRegisterExactlyWhatIsListed() {
        observer.onEnded("x.A", StatusCode.OK, 1);
        new SpanCounters(registry).count(SpanOutcome.EXPORTED, 1);

        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .filteredOn(name -> !name.endsWith(".histogram")) // how this registry shows a timer's buckets
                .containsOnly(names());
        for (BrokerMeter listed : BrokerMeter.values()) {
            for (Meter meter : registry.get(listed.meterName()).meters()) {
                assertThat(meter.getId().getTags()).extracting(Tag::getKey).isEqualTo(listed.tagKeys());
                assertThat(meter.getId().getDescription()).isEqualTo(listed.description());
                assertThat(meter.getId().getType().name())
                        .isEqualTo(listed.kind().name());
            }
        }
    }

    @Test
    void shouldHaveTheNamesThatDashboardsUse() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MicrometerBrokerObserver told = new MicrometerBrokerObserver(prometheus, List.of("default"));
        told.onEnded("x.A", StatusCode.OK, 1_000_000);
        told.onSnapshot(snapshot(pool("default", 0)));

        assertThat(prometheus.scrape())
                .contains("baton_broker_requests_seconds_count{service=\"x.A\",status=\"ok\"} 1\n")
                .contains("baton_broker_queue_wait_seconds_sum 0.0\n")
                .contains("baton_broker_queue_wait_seconds_bucket{le=\"0.0025\"} 0\n")
                .contains("baton_broker_queue_depth{pool=\"default\"} 1.0\n")
                .contains("baton_broker_queue_bytes{pool=\"default\"} 2.0\n")
                .contains("baton_broker_handbacks_total{reason=\"busy\"} 0.0\n")
                .contains("baton_broker_leases_lost_total 0.0\n");
    }

    private double counted(String shortName, String... tags) {
        return registry.get("baton.broker." + shortName)
                .tags(Tags.of(tags))
                .counter()
                .count();
    }

    private double gauge(String shortName, String pool) {
        return registry.get("baton.broker." + shortName)
                .tag("pool", pool)
                .gauge()
                .value();
    }

    private static String[] names() {
        return List.of(BrokerMeter.values()).stream()
                .map(BrokerMeter::meterName)
                .toArray(String[]::new);
    }

    private static BrokerSnapshot snapshot(PoolSnapshot... pools) {
        return new BrokerSnapshot(BrokerSnapshot.State.SERVING, 1, List.of(pools), 0);
    }

    private static PoolSnapshot pool(String name, int base) {
        WorkerSnapshot worker = new WorkerSnapshot("w", "h", 1, "", "READY", 1, 0, 0, 0, 0, "", 0, false, 0);
        return new PoolSnapshot(
                name,
                "",
                base + 1,
                base + 2,
                base + 3,
                base + 4,
                base + 5,
                base + 6,
                base + 8,
                base + 9,
                base + 7,
                List.of(worker),
                "",
                0,
                0);
    }
}
