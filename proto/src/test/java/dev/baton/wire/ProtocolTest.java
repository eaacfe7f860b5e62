package dev.baton.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    private static final byte[] FIRST_FIVE = {0x0D, 'B', 'T', 'N', '1'};

    @Test
    void shouldKnowAMessageOfVersion1ByItsFirstFiveBytes() {
        assertThat(Protocol.of(FIRST_FIVE)).isEqualTo(Protocol.BATON_1);
        assertThat(Protocol.of(Arrays.copyOf(FIRST_FIVE, 6))).isEqualTo(Protocol.BATON_1);
    }

    @Test
    void shouldCallEveryShorterPrefixForeign() {
        for (int length = 0; length < FIRST_FIVE.length; length++) {
            assertThat(Protocol.of(Arrays.copyOf(FIRST_FIVE, length))).isEqualTo(Protocol.FOREIGN);
        }
    }

    @Test
    void shouldCallEveryOtherFirstByteForeignAndEveryOtherFifthAnotherVersion() {
        for (int at = 0; at < FIRST_FIVE.length; at++) {
            for (int other = 0; other < 256; other++) {
                byte[] frame = FIRST_FIVE.clone();
                frame[at] = (byte) other;
                if (frame[at] != FIRST_FIVE[at]) {
                    assertThat(Protocol.of(frame)).isEqualTo(at == 4 ? Protocol.BATON_OTHER_VERSION : Protocol.FOREIGN);
                }
            }
        }
    }

    @Test
    void shouldBeginEveryMessageWithThem() {
        for (GoldenMessage message : GoldenMessage.all()) {
            assertThat(Arrays.copyOf(message.header(), 5)).isEqualTo(FIRST_FIVE);
        }
    }

    @Test
    void shouldFindTheRequestIdInAHeaderOfAnyVersion() {
        byte[] header = GoldenMessage.named("call-inline").header();
        header[4] = '7';

        assertThat(Protocol.requestIdOf(header)).isEqualTo(GoldenMessage.REQUEST_ID);
        assertThat(Protocol.requestIdOf(Arrays.copyOf(header, 14))).isEqualTo(GoldenMessage.REQUEST_ID);
    }

    @Test
    void shouldFindNoRequestIdWhereThereIsNone() {
        byte[] header = GoldenMessage.named("call-inline").header();

        assertThat(Protocol.requestIdOf(Arrays.copyOf(header, 13))).isZero();
        assertThat(Protocol.requestIdOf(GoldenMessage.named("signal-register").header()))
                .isZero();
        header[1] = 'x';
        assertThat(Protocol.requestIdOf(header)).isZero();
    }
}
