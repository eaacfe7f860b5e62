package dev.baton.broker.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuietHeapTest {
    private static final long START = 20_000_000;
    private static final long GROWN = START + QuietHeap.WORTH_BYTES;

    private final QuietHeap heap = new QuietHeap(START, 0);
    private long nowNanos = -1_000;
    private long collections;

    @Test
    void shouldCollectOnceItHasGrownAndThenBeenQuietForAWhile() {
        assertThat(look(GROWN, 5)).isFalse();
        assertThat(look(GROWN, 0)).isFalse();
        assertThat(look(GROWN, 1)).isFalse();
        assertThat(look(GROWN, 0)).isTrue();
    }

    @Test
    void shouldLeaveABusyHeapAlone() {
        for (int i = 0; i < 100; i++) {
            assertThat(look(GROWN, 2)).isFalse();
        }
    }

    @Test
    void shouldLeaveAHeapAloneThatHasNotGrown() {
        for (int i = 0; i < 100; i++) {
            assertThat(look(GROWN - 1, 0)).isFalse();
        }
    }

    @Test
    void shouldNotCollectAgainForWhatACollectionHasLeft() {
        rested(GROWN);

        for (int i = 0; i < 100; i++) {
            assertThat(look(GROWN, 0)).isFalse();
        }
    }

    @Test
    void shouldNotCollectAgainWithinFiveMinutes() {
        rested(START);

        for (int i = 0; i < 59; i++) {
            assertThat(look(GROWN, 0)).isFalse();
        }
        assertThat(look(GROWN, 0)).isTrue();
    }

    private boolean look(long takenBytes, int collectionsSince) {
        nowNanos += QuietHeap.LOOK_EVERY.toNanos();
        collections += collectionsSince;
        return heap.isWorthACollection(takenBytes, collections, nowNanos);
    }

    private void rested(long takenBytes) {
        collections++;
        heap.rested(takenBytes, collections, nowNanos);
    }
}
