package dev.baton.it.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import dev.baton.client.BatonClient;
import dev.baton.testkit.BatonTestkit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PricesTest {
    @RegisterExtension
    static final BatonTestkit baton = BatonTestkit.withService(new Prices());

    @Test
    void shouldKnowThePriceOfTea(BatonClient client) {
        assertThat(client.call(Prices.GET, StringValue.of("tea")).getValue()).isEqualTo(450);
    }

    @Test
    void shouldSayWhatItDoesNotKnow(BatonClient client) {
        assertThatThrownBy(() -> client.call(Prices.GET, StringValue.of("gold")))
                .hasMessageContaining("no price for gold");
    }
}
