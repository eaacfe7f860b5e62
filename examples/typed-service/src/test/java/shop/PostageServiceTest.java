package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.testkit.BatonTestkit;
import dev.baton.wire.StatusCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The handlers as callers see them: through a broker, with everything on the way. */
class PostageServiceTest {
    @RegisterExtension
    static final BatonTestkit BATON = BatonTestkit.withService(new PostageService());

    private PostageBaton.Client postage;

    @BeforeEach
    void connect(BatonClient client) {
        postage = PostageBaton.client(client);
    }

    @Test
    void shouldQuoteByWeightAndCountry() {
        assertThat(postage.quote(parcel("DE", 1000)).getCents()).isEqualTo(550);
        assertThat(postage.quote(parcel("NZ", 2000)).getCents()).isEqualTo(4050);
    }

    @Test
    void shouldSellEachLabelOnce() {
        Label one = postage.buyLabel(parcel("FR", 1000));
        Label other = postage.buyLabel(parcel("FR", 1000));

        assertThat(one.getPaid().getCents()).isEqualTo(700);
        assertThat(one.getNumber()).isNotEqualTo(other.getNumber());
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThat(statusOf(parcel("XX", 1000))).isEqualTo(StatusCode.NOT_FOUND);
        assertThat(statusOf(parcel("DE", 0))).isEqualTo(StatusCode.INVALID_ARGUMENT);
    }

    private StatusCode statusOf(Parcel parcel) {
        return catchThrowableOfType(CallException.class, () -> postage.quote(parcel))
                .status();
    }

    private static Parcel parcel(String country, int grams) {
        return Parcel.newBuilder().setCountry(country).setGrams(grams).build();
    }
}
