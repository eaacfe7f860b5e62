package dev.baton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.client.RetryPolicy;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BatonTestkitTest {
    private static final String ECHO = "test.Service/Echo";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final CallOptions IDEMPOTENT = CallOptions.deadline(LONG).idempotent();
    private static final CallOptions FAIL_FAST = CallOptions.deadline(LONG).failFast(true);

    private final AtomicInteger runs = new AtomicInteger();

    @RegisterExtension
    final BatonTestkit fresh = BatonTestkit.withBroker()
            .andWorkers(
                    2,
                    worker -> worker.capacity(1).handle(ECHO, (context, payload) -> {
                        runs.incrementAndGet();
                        return payload;
                    }));

    private static CallException failure(Runnable call) {
        return catchThrowableOfType(CallException.class, call::run);
    }

    private Payload call(CallOptions options) {
        return fresh.client().call(ECHO, Payload.utf8("x"), options);
    }

    @Test
    void shouldAnswerThroughTheRealPath() {
        assertThat(call(FAIL_FAST).toUtf8()).isEqualTo("x");
        assertThat(fresh.workers()).extracting(TestWorker::handled).containsExactlyInAnyOrder(0L, 1L);
    }

    @Test
    void shouldKnowItsWorkersFromTheBeginning() {
        List<CompletableFuture<Payload>> calls = IntStream.range(0, 20)
                .mapToObj(i -> fresh.client().callAsync(ECHO, Payload.empty(), FAIL_FAST))
                .toList();

        assertThat(calls).allSatisfy(call -> assertThat(call).succeedsWithin(LONG));
        assertThat(fresh.workers())
                .extracting(worker -> worker.worker().id().replaceAll("-\\d+-\\w+$", ""))
                .containsExactly("worker-1", "worker-2");
    }

    @Test
    void shouldLoseWhatAVanishedWorkerHad() {
        fresh.worker().vanish();
        fresh.workers().get(1).hang();
        CompletableFuture<Payload> call = fresh.client().callAsync(ECHO, Payload.empty());
        await().atMost(LONG).until(() -> fresh.workers().get(1).openRequests().size() == 1);

        fresh.workers().get(1).vanish();

        assertThatThrownBy(() -> call.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(CallException.class)
                .satisfies(thrown -> assertThat(((CallException) thrown.getCause()).executed())
                        .isEqualTo(Executed.MAYBE));
    }

    @Test
    void shouldRunElsewhereWhatAVanishedWorkerHadIfThatIsSafe() {
        fresh.workers().forEach(TestWorker::hang);
        CompletableFuture<Payload> call = fresh.client().callAsync(ECHO, Payload.utf8("x"), IDEMPOTENT);
        await().atMost(LONG)
                .until(() -> fresh.workers().stream()
                        .anyMatch(worker -> !worker.openRequests().isEmpty()));
        TestWorker holder = fresh.workers().stream()
                .filter(worker -> !worker.openRequests().isEmpty())
                .findFirst()
                .orElseThrow();
        fresh.workers().stream().filter(worker -> worker != holder).forEach(TestWorker::heal);

        holder.vanish();

        assertThat(call).succeedsWithin(LONG);
    }

    @Test
    void shouldFindAWorkerThatHasComeBack() {
        fresh.workers().forEach(TestWorker::vanish);
        assertThat(failure(() -> call(FAIL_FAST)).status()).isEqualTo(StatusCode.UNAVAILABLE);

        fresh.worker().comeBack();

        assertThat(call(FAIL_FAST).toUtf8()).isEqualTo("x");
    }

    @Test
    void shouldLetNoCallFailWhenAWorkerIsDrained() {
        List<CompletableFuture<Payload>> calls = IntStream.range(0, 50)
                .mapToObj(i -> fresh.client().callAsync(ECHO, Payload.empty(), CallOptions.deadline(LONG)))
                .toList();

        fresh.worker().drain();

        assertThat(calls).allSatisfy(call -> assertThat(call).succeedsWithin(LONG));
    }

    @Test
    void shouldDelay() {
        fresh.workers().forEach(worker -> worker.delay(Duration.ofMillis(50)));
        long begin = System.nanoTime();

        call(IDEMPOTENT);

        assertThat(System.nanoTime() - begin).isGreaterThan(50_000_000);
        assertThat(runs).hasValue(1);
    }

    @Test
    void shouldHangUntilTheDeadline() {
        fresh.workers().forEach(TestWorker::hang);

        CallException failure = failure(() -> call(CallOptions.deadline(Duration.ofMillis(50))));

        assertThat(failure.status()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(runs).hasValue(0);
    }

    @Test
    void shouldGoOnWhenAHangIsHealed() {
        fresh.workers().forEach(TestWorker::hang);
        CompletableFuture<Payload> call = fresh.client().callAsync(ECHO, Payload.empty());
        await().atMost(LONG)
                .until(() -> fresh.workers().stream()
                                .mapToInt(w -> w.openRequests().size())
                                .sum()
                        == 1);

        fresh.heal();

        assertThat(call).succeedsWithin(LONG);
    }

    @Test
    void shouldFailAfterTheHandlerHasRun() {
        fresh.workers().forEach(worker -> worker.failNext(1, StatusCode.INTERNAL, "broken"));

        CallException failure = failure(() -> call(IDEMPOTENT));

        assertThat(failure.status()).isEqualTo(StatusCode.INTERNAL);
        assertThat(failure.executed()).isEqualTo(Executed.YES);
        assertThat(failure).hasMessageContaining("broken");
        assertThat(runs).hasValue(1);
    }

    @Test
    void shouldRefuseBeforeTheHandlerRuns() {
        fresh.workers().forEach(worker -> worker.refuse(StatusCode.RESOURCE_EXHAUSTED, "enough"));

        CallException failure = failure(() -> call(IDEMPOTENT));

        assertThat(failure.status()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(failure.executed()).isEqualTo(Executed.NO);
        assertThat(runs).hasValue(0);
    }

    @Test
    void shouldFailAsOftenAsItWasTold() {
        fresh.workers().get(1).vanish();
        fresh.worker().refuseNext(2, StatusCode.UNAVAILABLE, "not now");
        BatonClient once = fresh.newClient(client -> client.retryPolicy(RetryPolicy.none()));

        assertThat(failure(() -> once.call(ECHO, Payload.utf8("x")))).isNotNull();
        assertThat(failure(() -> once.call(ECHO, Payload.utf8("x")))).isNotNull();
        assertThat(once.call(ECHO, Payload.utf8("x")).toUtf8()).isEqualTo("x");
    }

    @Test
    void shouldLetClientsTryAgainWhatWasRefused() {
        fresh.workers().get(1).vanish();
        fresh.worker().refuseNext(2, StatusCode.UNAVAILABLE, "not now");

        assertThat(call(IDEMPOTENT).toUtf8()).isEqualTo("x");
    }

    @Test
    void shouldTakeAWorkerThatJoinsInTheMiddle() {
        fresh.workers().forEach(TestWorker::vanish);

        TestWorker late = fresh.startWorker(worker -> worker.handle(ECHO, (context, payload) -> Payload.utf8("late")));

        assertThat(call(FAIL_FAST).toUtf8()).isEqualTo("late");
        assertThat(late.handled()).isEqualTo(1);
    }

    @Test
    void shouldMakeClientsWithSettingsOfTheirOwn() {
        BatonClient own = fresh.newClient(client -> client.defaultTimeout(LONG).name("own"));

        assertThat(own).isNotSameAs(fresh.client());
        assertThat(own.call(ECHO, Payload.utf8("x")).toUtf8()).isEqualTo("x");
    }

    @Test
    void shouldTakeNoOrdersOnceItRuns() {
        assertThatThrownBy(() -> fresh.andWorker(worker -> {})).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(fresh::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> BatonTestkit.withBroker().client()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldDoWithoutJUnit() {
        try (BatonTestkit own = BatonTestkit.withWorker(worker -> worker.handle(ECHO, (context, payload) -> payload))
                .start()) {
            assertThat(own.client().call(ECHO, Payload.utf8("x")).toUtf8()).isEqualTo("x");
            own.close();
            own.start();
            assertThat(own.client().call(ECHO, Payload.utf8("x")).toUtf8()).isEqualTo("x");
        }
    }

    @Test
    void shouldCloseWhatCouldNotStart() {
        AtomicInteger starts = new AtomicInteger();
        BatonTestkit broken = BatonTestkit.withWorker(worker -> starts.incrementAndGet());

        assertThatThrownBy(broken::start).hasMessageContaining("handlers: none");
        assertThatThrownBy(broken::start).hasMessageContaining("handlers: none");
        assertThat(starts).hasValue(2);
    }

    @Test
    void shouldSayWhatIsLeftOpen() {
        CountDownLatch end = new CountDownLatch(1);
        BatonTestkit own = BatonTestkit.withWorker(worker -> worker.capacity(1).handle(ECHO, (context, payload) -> {
            end.await();
            return payload;
        }));
        try (own) {
            own.start();
            assertThat(own.leftovers()).isEmpty();
            CompletableFuture<Payload> unused = own.client().callAsync(ECHO, Payload.empty());
            await().atMost(LONG).until(() -> own.worker().openRequests().size() == 1);

            assertThat(own.leftovers())
                    .singleElement()
                    .asString()
                    .startsWith("worker-1 still runs test.Service/Echo, request ");
            end.countDown();
        }
    }
}
