package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
    private final DurationConverter converter = new DurationConverter();

    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "1.5s, PT1.5S",
        "2m, PT2M",
        "3h, PT3H",
        "70us, PT0.00007S",
        "70µs, PT0.00007S",
        "5 s, PT5S",
        "0s, PT0S",
        "PT2M, PT2M",
        "10S, PT10S"
    })
    void shouldReadANumberWithAUnit(String text, Duration expected) {
        assertThat(converter.convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "s", "-5s", "5 parsecs", "1e3s", "PT-1S", "99999999999999s", "999999999999h", "1..5s"})
    void shouldSayWhatItExpectsInsteadOfAnythingElse(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("expected: a number with a unit");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT2M, 120s",
        "PT1.5S, 1.5s",
        "PT0.25S, 250ms",
        "PT0.00007S, 70us",
        "PT10S, 10s",
        "PT100S, 100s"
    })
    void shouldWriteTheShortestForm(Duration duration, String expected) {
        assertThat(DurationConverter.format(duration)).isEqualTo(expected);
    }

    @Test
    void shouldReadWhatItWrites() {
        Duration duration = Duration.ofNanos(12_345_000);

        assertThat(converter.convert(DurationConverter.format(duration))).isEqualTo(duration);
    }
}
