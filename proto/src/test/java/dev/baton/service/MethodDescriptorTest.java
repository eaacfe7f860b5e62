package dev.baton.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Int32Value;
import com.google.protobuf.StringValue;
import dev.baton.wire.Idempotency;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodDescriptorTest {
    private static final MethodDescriptor<StringValue, Int32Value> LENGTH =
            MethodDescriptor.unary("demo.Text/Length", StringValue.parser(), Int32Value.parser());

    @Test
    void shouldPromiseNothingUntilToldOtherwise() {
        assertThat(LENGTH.fullName()).isEqualTo("demo.Text/Length");
        assertThat(LENGTH.requestParser()).isSameAs(StringValue.parser());
        assertThat(LENGTH.replyParser()).isSameAs(Int32Value.parser());
        assertThat(LENGTH.idempotency()).isEqualTo(Idempotency.UNKNOWN);
        assertThat(LENGTH.timeout()).isEmpty();
        assertThat(LENGTH.serverStreaming()).isFalse();
    }

    @Test
    void shouldKeepWhatWasSaidBefore() {
        var method = MethodDescriptor.serverStreaming("demo.Text/Words", StringValue.parser(), StringValue.parser())
                .withIdempotency(Idempotency.NO_SIDE_EFFECTS)
                .withTimeout(Duration.ofSeconds(3))
                .withIdempotency(Idempotency.IDEMPOTENT);

        assertThat(method.fullName()).isEqualTo("demo.Text/Words");
        assertThat(method.serverStreaming()).isTrue();
        assertThat(method.timeout()).contains(Duration.ofSeconds(3));
        assertThat(method.idempotency()).isEqualTo(Idempotency.IDEMPOTENT);
        assertThat(method).hasToString("demo.Text/Words (stream)");
    }

    @Test
    void shouldNotChange() {
        LENGTH.withTimeout(Duration.ofSeconds(3)).withIdempotency(Idempotency.IDEMPOTENT);

        assertThat(LENGTH.timeout()).isEmpty();
        assertThat(LENGTH.idempotency()).isEqualTo(Idempotency.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Length", "/Length", "demo.Text/", "a/b/c", "demo Text/Length"})
    void shouldRefuseANameThatIsNone(String name) {
        assertThatThrownBy(() -> MethodDescriptor.unary(name, StringValue.parser(), Int32Value.parser()))
                .hasMessage("fullName: \"" + name + "\" (expected: package.Service/Method)");
    }

    @Test
    void shouldRefuseATimeoutOfNothing() {
        assertThatThrownBy(() -> LENGTH.withTimeout(Duration.ZERO))
                .hasMessage("timeout: PT0S (expected: more than zero)");
    }
}
