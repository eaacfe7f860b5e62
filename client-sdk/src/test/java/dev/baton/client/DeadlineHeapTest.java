package dev.baton.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlineHeapTest {
    private final DeadlineHeap heap = new DeadlineHeap();

    @Test
    void shouldBeEmptyAtFirst() {
        assertThat(heap.first()).isNull();
        assertThat(heap.size()).isZero();
    }

    @Test
    void shouldShowTheNearestDeadlineFirst() {
        PendingCall late = add(3, 300);
        PendingCall early = add(1, 100);
        add(2, 200);

        assertThat(heap.first()).isSameAs(early);
        heap.remove(early);
        heap.remove(heap.first());
        assertThat(heap.first()).isSameAs(late);
    }

    @Test
    void shouldLetGoOfACallTwice() {
        PendingCall call = add(1, 100);
        add(2, 200);

        heap.remove(call);
        heap.remove(call);

        assertThat(heap.size()).isEqualTo(1);
    }

    @Test
    void shouldOrderDeadlinesBeyondTheClocksOverflow() {
        PendingCall after = add(1, Long.MIN_VALUE + 5);
        PendingCall before = add(2, Long.MAX_VALUE - 5);

        assertThat(heap.first()).isSameAs(before);
        heap.remove(before);
        assertThat(heap.first()).isSameAs(after);
    }

    @Test
    void shouldStayInOrderWhateverIsAddedAndTakenOut() {
        Random random = new Random(42);
        List<PendingCall> model = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (model.isEmpty() || random.nextInt(5) < 3) {
                model.add(add(i, random.nextInt(1000)));
            } else {
                heap.remove(model.remove(random.nextInt(model.size())));
            }
            assertThat(heap.size()).isEqualTo(model.size());
            if (i % 50 == 0) {
                assertNearestIsFirst(model);
            }
        }
        drainInOrder(model);
    }

    private void assertNearestIsFirst(List<PendingCall> model) {
        long nearest =
                model.stream().mapToLong(PendingCall::deadlineNanos).min().orElse(-1);
        assertThat(heap.first() == null ? -1 : heap.first().deadlineNanos()).isEqualTo(nearest);
    }

    private void drainInOrder(List<PendingCall> model) {
        model.sort(Comparator.comparingLong(PendingCall::deadlineNanos));
        for (PendingCall expected : model) {
            assertThat(heap.first().deadlineNanos()).isEqualTo(expected.deadlineNanos());
            heap.remove(heap.first());
        }
        assertThat(heap.first()).isNull();
    }

    private PendingCall add(long requestId, long deadlineNanos) {
        PendingCall call = TestCalls.due(requestId, deadlineNanos);
        heap.add(call);
        return call;
    }
}
