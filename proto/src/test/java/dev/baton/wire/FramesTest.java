package dev.baton.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final byte[] A = {1};
    private static final byte[] B = {2, 3};

    @Test
    void shouldKeepFramesInOrderAndGrow() {
        Frames frames = new Frames();
        for (int i = 0; i < 100; i++) {
            frames.add(new byte[i]);
        }

        assertThat(frames.count()).isEqualTo(100);
        for (int i = 0; i < 100; i++) {
            assertThat(frames.get(i)).hasSize(i);
        }
        assertThat(frames.totalBytes()).isEqualTo(99 * 100 / 2);
    }

    @Test
    void shouldFindTheFirstEmptyFrame() {
        assertThat(Frames.of(A, B, Frames.DELIMITER, A, Frames.DELIMITER).delimiterIndex())
                .isEqualTo(2);
        assertThat(Frames.of(Frames.DELIMITER).delimiterIndex()).isZero();
        assertThat(Frames.of(A, B).delimiterIndex()).isEqualTo(-1);
        assertThat(new Frames().delimiterIndex()).isEqualTo(-1);
    }

    @Test
    void shouldMoveFramesAndNotCopyThem() {
        Frames frames = new Frames().addAll(new byte[][] {A, B, A}, 1, 3);

        assertThat(frames.count()).isEqualTo(2);
        assertThat(frames.get(0)).isSameAs(B);
        assertThat(frames.slice(0, 1)[0]).isSameAs(B);
    }

    @Test
    void shouldLetGoOfEverythingWhenItIsCleared() {
        Frames frames = Frames.of(A, B);

        frames.clear();

        assertThat(frames.count()).isZero();
        assertThat(frames.totalBytes()).isZero();
        assertThat(Arrays.asList(frames.slice(0, 2))).containsOnlyNulls();
        assertThatThrownBy(() -> frames.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(frames.add(B).get(0)).isSameAs(B);
    }

    @Test
    void shouldTellSizesAndNotBytes() {
        assertThat(Frames.of(A, Frames.DELIMITER, B)).hasToString("Frames[1 B, 0 B, 2 B]");
    }
}
