package dev.baton.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.cli.demo.proto.SleepReply;
import dev.baton.cli.demo.proto.SleepRequest;
import dev.baton.cli.demo.proto.TextMessage;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Payload;
import org.junit.jupiter.api.Test;

class DemoPayloadsTest {
    @Test
    void shouldPutTypedTextIntoTheMethodsMessageAndReadItBack() throws Exception {
        Payload request = DemoPayloads.wrap(TextService.UPPER, Payload.utf8("größe"));

        assertThat(TextMessage.parseFrom(request.asByteBuffer()).getText()).isEqualTo("größe");
        assertThat(DemoPayloads.unwrap(TextService.UPPER, request).toUtf8()).isEqualTo("größe");
    }

    @Test
    void shouldSayWordsLinesAndCharacters() {
        Payload reply = Payload.wrap(TextService.count("a bc\nd").toByteArray());

        assertThat(DemoPayloads.unwrap(TextService.WORD_COUNT, reply).toUtf8())
                .isEqualTo("3 words, 2 lines, 6 characters");
    }

    @Test
    void shouldCountTheCharactersThatPeopleSee() {
        assertThat(TextService.count("𝄞 ä").getCharacters()).isEqualTo(3);
    }

    @Test
    void shouldCarryAnyBytesToTheEchoAndBack() {
        Payload bytes = Payload.wrap(new byte[] {0, (byte) 0xff, 7});

        assertThat(DemoPayloads.unwrap(TextService.ECHO, DemoPayloads.wrap(TextService.ECHO, bytes)))
                .isEqualTo(bytes);
    }

    @Test
    void shouldTakeADurationToSleep() throws Exception {
        Payload request = DemoPayloads.wrap(TextService.SLEEP, Payload.utf8("20ms"));
        Payload reply =
                Payload.wrap(SleepReply.newBuilder().setMicros(20_100).build().toByteArray());

        assertThat(SleepRequest.parseFrom(request.asByteBuffer()).getMicros()).isEqualTo(20_000);
        assertThat(DemoPayloads.unwrap(TextService.SLEEP, reply).toUtf8()).isEqualTo("slept 20.1ms");
        assertThatThrownBy(() -> DemoPayloads.wrap(TextService.SLEEP, Payload.utf8("a while")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a while' is not a duration");
    }

    @Test
    void shouldLeaveOtherMethodsBytesAsTheyAre() {
        Payload bytes = Payload.utf8("x");

        assertThat(DemoPayloads.wrap("shop.Orders/Get", bytes)).isSameAs(bytes);
        assertThat(DemoPayloads.unwrap("shop.Orders/Get", bytes)).isSameAs(bytes);
        assertThat(DemoPayloads.idempotency("shop.Orders/Get")).isEqualTo(Idempotency.UNKNOWN);
    }

    @Test
    void shouldShowAReplyThatIsNotTheMethodsMessage() {
        Payload reply = Payload.wrap(new byte[] {10, 100, 1});

        assertThat(DemoPayloads.unwrap(TextService.UPPER, reply)).isSameAs(reply);
    }
}
