package zmq.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class YQueueTest {
    private static final int GRANULARITY = 256;

    @Test
    void shouldKeepTheOrderWhateverIsPushedTakenBackAndPopped() {
        YQueue<Integer> queue = new YQueue<>(GRANULARITY);
        ArrayDeque<Integer> expected = new ArrayDeque<>();
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            int what = random.nextInt(i / 1_000 % 2 == 0 ? 4 : 9); // fills, then empties
            if (what < 2) {
                expected.add(i);
                queue.push(i);
            } else if (what == 2 && !expected.isEmpty()) {
                queue.unpush();
                assertThat(queue.back()).isEqualTo(expected.removeLast());
            } else if (!expected.isEmpty()) {
                assertThat(queue.front()).isEqualTo(expected.peek());
                assertThat(queue.pop()).isEqualTo(expected.remove());
            }
            assertThat(queue.frontPos() == queue.backPos()).isEqualTo(expected.isEmpty());
            assertThat(queue.backPos()).isNotNegative();
        }
    }

    @Test
    @Timeout(300)
    void shouldBringEverythingFromOneThreadToAnother() throws Exception {
        YPipe<Integer> pipe = new YPipe<>(GRANULARITY);
        int count = 2_000_000;
        Thread writer = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                boolean last = i % 7 == 6 || i == count - 1;
                pipe.write(i, !last);
                if (last) {
                    pipe.flush();
                }
            }
        });
        writer.start();
        for (int i = 0; i < count; i++) {
            Integer got = pipe.read();
            while (got == null) {
                Thread.onSpinWait();
                got = pipe.read();
            }
            if (got != i) { // an assertion each time would take longer than the test
                assertThat(got).isEqualTo(i);
            }
        }
        writer.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(writer.isAlive()).isFalse();
    }
}
