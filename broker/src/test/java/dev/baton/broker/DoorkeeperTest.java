package dev.baton.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.observe.RejectReason;
import dev.baton.wire.Identity;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {
    private static final Identity ONE = Identity.of(new byte[] {0, 1});
    private static final Identity OTHER = Identity.of(new byte[] {0, 2});
    private static final byte[][] ENVELOPE = {{0, 1}};
    private static final byte[][] CONTENT = {new byte[100]};

    private long nowNanos;

    @Test
    void shouldRefuseWhatIsDeeperOrLargerThanItMayBe() {
        Doorkeeper keeper = new Doorkeeper(PeerLimits.DEFAULTS.withRequests(2, 500));

        assertThat(keeper.objection(ONE, "", new byte[2][1], CONTENT, 500, 0)).isNull();
        assertThat(keeper.objection(ONE, "", new byte[3][1], CONTENT, 500, 0))
                .isEqualTo(RejectReason.ENVELOPE_TOO_DEEP);
        assertThat(keeper.objection(ONE, "", new byte[2][1], CONTENT, 501, 0)).isEqualTo(RejectReason.HEADER_TOO_LARGE);
    }

    @Test
    void shouldLetEachClientSendSoManyRequestsASecond() {
        Doorkeeper keeper = new Doorkeeper(PeerLimits.DEFAULTS.withRates(10, 0));
        for (int i = 0; i < 10; i++) {
            assertThat(ask(keeper, ONE)).isNull();
        }

        assertThat(ask(keeper, ONE)).isEqualTo(RejectReason.CLIENT_RATE);
        assertThat(ask(keeper, OTHER)).isNull();

        nowNanos += TimeUnit.MILLISECONDS.toNanos(150);
        assertThat(ask(keeper, ONE)).isNull();
        assertThat(ask(keeper, ONE)).isEqualTo(RejectReason.CLIENT_RATE);
    }

    @Test
    void shouldLetEachClientSendSoManyBytesASecond() {
        Doorkeeper keeper = new Doorkeeper(PeerLimits.DEFAULTS.withRates(0, 250));

        assertThat(ask(keeper, ONE)).isNull();
        assertThat(ask(keeper, ONE)).isNull();
        assertThat(ask(keeper, ONE)).isEqualTo(RejectReason.CLIENT_BYTES_RATE);
    }

    @Test
    void shouldLetPassWhatIsLargerThanASecondAllowsAfterASecondOfSilence() {
        Doorkeeper keeper = new Doorkeeper(PeerLimits.DEFAULTS.withRates(0, 50));

        assertThat(ask(keeper, ONE)).isNull();
        assertThat(ask(keeper, ONE)).isEqualTo(RejectReason.CLIENT_BYTES_RATE);

        nowNanos += TimeUnit.SECONDS.toNanos(3);
        assertThat(ask(keeper, ONE)).isNull();
    }

    @Test
    void shouldForgetWhatAClientHasSentWhenItHasGone() {
        Doorkeeper keeper = new Doorkeeper(PeerLimits.DEFAULTS.withRates(1, 0));
        assertThat(ask(keeper, ONE)).isNull();

        keeper.forget(ONE);

        assertThat(ask(keeper, ONE)).isNull();
    }

    @Test
    void shouldCountAllConnectionsOfANameTogether() {
        Doorkeeper keeper = new Doorkeeper(PeerLimits.DEFAULTS.withRates(100, 0));
        for (int i = 0; i < 100; i++) {
            assertThat(ask(keeper, Identity.of(new byte[] {0, 3, (byte) i}), "web"))
                    .isNull();
        }

        assertThat(ask(keeper, ONE, "web")).isEqualTo(RejectReason.CLIENT_RATE);
        assertThat(ask(keeper, ONE, "shop")).isNull();
        assertThat(ask(keeper, ONE, "")).isNull();
    }

    @Test
    void shouldNotForgetWhatANameHasSentWhenAConnectionHasGone() {
        Doorkeeper keeper = new Doorkeeper(PeerLimits.DEFAULTS.withRates(0, 250));
        assertThat(ask(keeper, ONE, "web")).isNull();
        assertThat(ask(keeper, ONE, "web")).isNull();

        keeper.forget(ONE);

        assertThat(ask(keeper, OTHER, "web")).isEqualTo(RejectReason.CLIENT_BYTES_RATE);
    }

    private RejectReason ask(Doorkeeper keeper, Identity client) {
        return ask(keeper, client, "");
    }

    private RejectReason ask(Doorkeeper keeper, Identity client, String name) {
        return keeper.objection(client, name, ENVELOPE, CONTENT, 100, nowNanos);
    }
}
