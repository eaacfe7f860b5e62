package dev.baton.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class PayloadTest {
    private static final byte[] BYTES = "a baton".getBytes(UTF_8);

    private final Payload whole = Payload.wrap(BYTES);
    private final Payload part = Payload.wrap(BYTES, 2, 3);

    @Test
    void shouldShowThePartThatItWraps() throws IOException {
        assertThat(part.size()).isEqualTo(3);
        assertThat(part.toUtf8()).isEqualTo("bat");
        assertThat(part.toByteArray()).isEqualTo("bat".getBytes(UTF_8));
        assertThat(part.asByteBuffer().remaining()).isEqualTo(3);
        assertThat(part.asByteBuffer().get(0)).isEqualTo((byte) 'b');
        assertThat(part.asInputStream().readAllBytes()).isEqualTo("bat".getBytes(UTF_8));
        String read = part.read((bytes, offset, length) -> new String(bytes, offset, length, UTF_8));
        assertThat(read).isEqualTo("bat");
    }

    @Test
    void shouldBeEqualToTheSameBytesElsewhere() {
        assertThat(part).isEqualTo(Payload.utf8("bat")).hasSameHashCodeAs(Payload.utf8("bat"));
        assertThat(part).isNotEqualTo(Payload.utf8("bad")).isNotEqualTo(whole).isNotEqualTo("bat");
        assertThat(Payload.empty()).isEqualTo(Payload.wrap(BYTES, 7, 0)).hasSameHashCodeAs(Payload.wrap(BYTES, 7, 0));
    }

    @Test
    void shouldCopyForAFrameOnlyWhatIsAPart() {
        assertThat(whole.asFrame()).isSameAs(BYTES);
        assertThat(part.asFrame()).isEqualTo("bat".getBytes(UTF_8));
    }

    @Test
    void shouldGiveAwayCopiesThatMayBeChanged() {
        whole.toByteArray()[0] = 'X';

        assertThat(whole.toUtf8()).isEqualTo("a baton");
    }

    @Test
    void shouldNotLetAViewBeWrittenTo() {
        assertThatThrownBy(() -> whole.asByteBuffer().put(0, (byte) 'X')).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void shouldRefuseAPartThatIsNotInsideTheArray() {
        assertThatThrownBy(() -> Payload.wrap(BYTES, 5, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Payload.wrap(BYTES, -1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Payload.wrap(BYTES, 1, Integer.MAX_VALUE))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldReplaceWhatIsNotUtf8() {
        assertThat(Payload.wrap(new byte[] {'a', (byte) 0xFF}).toUtf8()).isEqualTo("a\uFFFD");
    }

    @Test
    void shouldTellItsSizeAndNotItsBytes() {
        assertThat(part).hasToString("Payload[3 B]");
        assertThat(part.isEmpty()).isFalse();
        assertThat(Payload.empty().isEmpty()).isTrue();
    }
}
