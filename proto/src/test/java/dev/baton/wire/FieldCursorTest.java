package dev.baton.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldCursorTest {
    private final FieldCursor cursor = new FieldCursor();

    @Test
    void shouldEndAtOnceInAnEmptyMessage() throws MalformedMessageException {
        start("");

        assertThat(cursor.next()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 300, Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void shouldReadEveryNumberAsItWasWritten(long number) throws IOException, MalformedMessageException {
        byte[] message = new byte[40];
        CodedOutputStream out = CodedOutputStream.newInstance(message);
        out.writeUInt64(4, number);
        out.writeFixed64(2, number);
        out.writeFixed32(1, (int) number);
        cursor.start(java.util.Arrays.copyOf(message, out.getTotalBytesWritten()));

        assertThat(cursor.next()).isTrue();
        assertThat(cursor.tag()).isEqualTo(4 << 3 | FieldCursor.VARINT);
        assertThat(cursor.number()).isEqualTo(number);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.tag()).isEqualTo(2 << 3 | FieldCursor.FIXED64);
        assertThat(cursor.number()).isEqualTo(number);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.tag()).isEqualTo(1 << 3 | FieldCursor.FIXED32);
        assertThat((int) cursor.number()).isEqualTo((int) number);
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void shouldTellWhereBytesAreAndGoOnBehindThem() throws MalformedMessageException {
        start("1a 02 61 62  7a 00  40 05");

        assertThat(cursor.next()).isTrue();
        assertThat(cursor.tag()).isEqualTo(3 << 3 | FieldCursor.BYTES);
        assertThat(cursor.offset()).isEqualTo(2);
        assertThat(cursor.length()).isEqualTo(2);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.offset()).isEqualTo(6);
        assertThat(cursor.length()).isZero();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.number()).isEqualTo(5);
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void shouldReadTheHighestFieldNumberThereCanBe() throws MalformedMessageException {
        start("f8 ff ff ff 0f 01");

        assertThat(cursor.next()).isTrue();
        assertThat(cursor.tag() >>> 3).isEqualTo((1 << 29) - 1);
        assertThat(cursor.number()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1a 05 61", // five bytes announced, one there
                "1a ff ff ff ff 0f", // a length of 2^32 - 1
                "1a ff ff ff ff 07", // a length of 2^31 - 1
                "1a ff ff ff ff ff ff ff ff ff 01", // a length of -1
                "1a 81 80 80 80 10 61", // a length of 2^32 + 1
                "1a", // no length
                "20 80 80", // a number without an end
                "20 80 80 80 80 80 80 80 80 80 80 01", // a number of eleven bytes
                "20", // no number
                "11 01 02 03 04 05 06 07", // seven of eight bytes
                "0d 01 02 03", // three of four bytes
                "00 01", // field number 0
                "02 01 61", // field number 0
                "88 80 80 80 10 01", // a tag of more than 32 bits
                "80", // half a tag
                "1b 1c", // a group
                "1c", // the end of one that never began
                "1e 01", // wire type 6
                "1f 01" // wire type 7
            })
    void shouldCallMalformedWhatIs(String hex) {
        start(hex);

        assertThatThrownBy(cursor::next).isInstanceOf(MalformedMessageException.class);
    }

    private void start(String hex) {
        cursor.start(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
