package dev.baton.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ControlChannelTest {
    @Test
    void shouldBeAThousandPortsAboveTheBackend() {
        assertThat(ControlChannel.besides("tcp://127.0.0.1:5556")).isEqualTo("tcp://127.0.0.1:6556");
        assertThat(ControlChannel.besides("tcp://[::1]:64535")).isEqualTo("tcp://[::1]:65535");
    }

    @Test
    void shouldHaveNoPlaceAboveTheHighestPort() {
        assertThat(ControlChannel.besides("tcp://*:64536")).isEmpty();
        assertThat(ControlChannel.besides("tcp://*:*")).isEmpty();
        assertThat(ControlChannel.besides("")).isEmpty();
    }

    @Test
    void shouldBeForTheWorkerItNamesAndForEverybodyOnly() {
        assertThat(ControlChannel.isFor("w-1", ControlChannel.encode("w-1", new ControlMessage.Drain())))
                .isTrue();
        assertThat(ControlChannel.isFor("w-1", ControlChannel.encode("*", new ControlMessage.Drain())))
                .isTrue();
        assertThat(ControlChannel.isFor("w-1", ControlChannel.encode("w-12", new ControlMessage.Drain())))
                .as("a subscription is a prefix, so this one arrives too")
                .isFalse();
    }

    @Test
    void shouldRefuseWhatIsNoControlMessage() {
        byte[] drain = ControlChannel.encode("w", new ControlMessage.Drain()).get(1);
        byte[] unknownKind = drain.clone();
        unknownKind[unknownKind.length - 1] = 99;

        assertRefused(Frames.of(drain));
        assertRefused(Frames.of("w".getBytes(UTF_8), new byte[0]));
        assertRefused(Frames.of("w".getBytes(UTF_8), drain, drain));
        assertRefused(Frames.of("w".getBytes(UTF_8), unknownKind));
    }

    private static void assertRefused(Frames frames) {
        assertThatThrownBy(() -> ControlChannel.decode(frames)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void shouldTellSubscriptionsFromTheirEnds() {
        byte[] subscribed = {1, 'w'};
        byte[] unsubscribed = {0, 'w'};

        assertThat(ControlChannel.isSubscription(subscribed)).isTrue();
        assertThat(ControlChannel.isUnsubscription(subscribed)).isFalse();
        assertThat(ControlChannel.isUnsubscription(unsubscribed)).isTrue();
        assertThat(ControlChannel.topicOf(subscribed)).isEqualTo("w");
        assertThat(ControlChannel.isSubscription(new byte[0])).isFalse();
        assertThat(ControlChannel.isSubscription(new byte[] {2, 'w'})).isFalse();
    }
}
