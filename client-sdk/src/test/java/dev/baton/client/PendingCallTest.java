package dev.baton.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.wire.Executed;
import dev.baton.wire.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PendingCallTest {
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void shouldEndOnce() {
        PendingCall call = call();

        assertThat(call.tryEnd(sent -> failure(sent))).isTrue();
        assertThat(call.tryEnd(sent -> new Outcome.Success(null))).isFalse();

        assertThat(call.outcome()).isEqualTo(failure(false));
        assertThat(ended).hasValue(1);
    }

    @Test
    void shouldNotBeSentOnceItHasEnded() {
        PendingCall call = call();
        call.tryEnd(PendingCallTest::failure);

        assertThat(call.tryMarkSent()).isFalse();
    }

    @Test
    void shouldKnowThatItWasSent() {
        PendingCall call = call();
        assertThat(call.tryMarkSent()).isTrue();

        call.tryEnd(PendingCallTest::failure);

        assertThat(call.outcome()).isEqualTo(failure(true));
    }

    @Test
    void shouldKnowThatTheSocketDidNotTakeItAfterAll() {
        PendingCall call = call();
        call.tryMarkSent();
        call.markUnsent();

        call.tryEnd(PendingCallTest::failure);

        assertThat(call.outcome()).isEqualTo(failure(false));
    }

    /** Whoever wins: a call that is told to be unsent is never sent. */
    @Test
    void shouldNeverBeSentWhenItsCallerWasToldOtherwise() throws Exception {
        for (int i = 0; i < 2000; i++) {
            PendingCall call = call();
            CyclicBarrier start = new CyclicBarrier(2);
            List<Boolean> sent = new ArrayList<>();
            Thread loop = new Thread(() -> {
                await(start);
                sent.add(call.tryMarkSent());
            });
            loop.start();
            await(start);
            call.tryEnd(PendingCallTest::failure);
            loop.join();

            assertThat(call.outcome()).isEqualTo(failure(sent.get(0)));
        }
        assertThat(ended).hasValue(2000);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private PendingCall call() {
        return new PendingCall(1, TestCalls.plan(0, 100, CallOptions.defaults()), TestCalls.request(1)) {
            @Override
            void deliver(Outcome outcome) {
                ended.incrementAndGet();
            }

            @Override
            void deliverBeforeReturn(Outcome outcome) {}
        };
    }

    private static Outcome.Failure failure(boolean sent) {
        return Outcome.Failure.local(StatusCode.CANCELLED, "", sent ? Executed.MAYBE : Executed.NO);
    }
}
