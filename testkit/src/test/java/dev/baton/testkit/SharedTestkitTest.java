package dev.baton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.baton.client.BatonClient;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SharedTestkitTest {
    private static final String ECHO = "test.Service/Echo";

    @RegisterExtension
    static final BatonTestkit baton =
            BatonTestkit.withService(worker -> worker.handle(ECHO, (context, payload) -> payload));

    @Test
    @Order(1)
    void shouldInject(BatonClient client, TestWorker worker, BatonTestkit testkit) {
        assertThat(testkit).isSameAs(baton);
        assertThat(client).isSameAs(baton.client());
        assertThat(worker).isSameAs(baton.worker());
    }

    @Test
    @Order(2)
    void shouldBreakForOneTest(BatonClient client, TestWorker worker) {
        assertThat(client.call(ECHO, Payload.utf8("x")).toUtf8()).isEqualTo("x");
        worker.refuse(StatusCode.UNAVAILABLE, "broken");
        worker.vanish();
    }

    @Test
    @Order(3)
    void shouldBeMendedForTheNext(BatonClient client, TestWorker worker) {
        assertThat(client.call(ECHO, Payload.utf8("x")).toUtf8()).isEqualTo("x");
        assertThat(worker.handled())
                .as("answered by the one that has come back")
                .isEqualTo(1);
    }

    @Nested
    class InANestedClass {
        @Test
        void shouldBeTheSame(BatonClient client) {
            assertThat(client).isSameAs(baton.client());
        }
    }

    @Test
    void shouldBlameTheTestThatLeavesAHandlerRunningAndOnlyThatOne() {
        TestExecutionSummary summary = run(LeavesAHandler.class);

        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
        assertThat(messages(summary))
                .singleElement()
                .asString()
                .startsWith("left open: worker-1 still runs test.Service/Echo, request ");
    }

    @Test
    void shouldTellOfACallThatStillWaits() {
        TestExecutionSummary summary = run(LeavesACallWaiting.class);

        assertThat(messages(summary)).containsExactly("left open: calls that wait at the broker for a worker: 2");
    }

    @Test
    void shouldLetItPassIfToldSo() {
        assertThat(run(MayLeaveAHandler.class).getTestsSucceededCount()).isEqualTo(1);
    }

    private static TestExecutionSummary run(Class<?> tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        listener);
        return listener.getSummary();
    }

    private static List<String> messages(TestExecutionSummary summary) {
        return summary.getFailures().stream()
                .map(failure -> failure.getException().getMessage())
                .toList();
    }

    /** Run by the tests above. */
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class LeavesAHandler {
        private static final CountDownLatch NEVER = new CountDownLatch(1);

        @RegisterExtension
        static final BatonTestkit own =
                BatonTestkit.withWorker(worker -> worker.capacity(2).handle(ECHO, (context, payload) -> {
                    if (payload.isEmpty()) {
                        NEVER.await();
                    }
                    return payload;
                }));

        @Test
        @Order(1)
        void forgets(BatonClient client) {
            CompletableFuture<Payload> unused = client.callAsync(ECHO, Payload.empty());
            TestBroker.awaitThat(
                    "the handler runs", () -> !own.worker().openRequests().isEmpty());
        }

        @Test
        @Order(2)
        void isInnocent(BatonClient client) {
            assertThat(client.call(ECHO, Payload.utf8("x")).toUtf8()).isEqualTo("x");
        }
    }

    /** Run by the tests above. */
    static class LeavesACallWaiting {
        @RegisterExtension
        final BatonTestkit own = BatonTestkit.withBroker();

        @Test
        void forgets(BatonClient client) {
            CompletableFuture<Payload> first = client.callAsync(ECHO, Payload.empty());
            CompletableFuture<Payload> second = client.callAsync(ECHO, Payload.empty());
            TestBroker.awaitThat("both wait", () -> own.leftovers().toString().contains("2"));
            assertThat(first).isNotDone();
            assertThat(second).isNotDone();
        }
    }

    /** Run by the tests above. */
    static class MayLeaveAHandler {
        @RegisterExtension
        final BatonTestkit own = BatonTestkit.withWorker(
                        worker -> worker.handleAsync(ECHO, (context, payload) -> new CompletableFuture<>()))
                .allowingLeftovers();

        @Test
        void forgets(BatonClient client) {
            CompletableFuture<Payload> unused = client.callAsync(
                    ECHO, Payload.empty(), dev.baton.client.CallOptions.deadline(Duration.ofSeconds(30)));
        }
    }
}
