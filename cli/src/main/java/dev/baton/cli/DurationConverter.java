package dev.baton.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 250ms}, {@code 1.5s}, {@code 2m}, and ISO's {@code PT2M}. Never negative. */
public final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*([a-zµ]+)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ns", ChronoUnit.NANOS,
            "us", ChronoUnit.MICROS,
            "µs", ChronoUnit.MICROS,
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS);
    private static final double MAX_NANOS = Long.MAX_VALUE;

    @Override
    public Duration convert(String value) {
        Duration duration = parse(value.strip().toLowerCase(Locale.ROOT));
        if (duration.isNegative()) {
            throw mistake(value);
        }
        return duration;
    }

    /** A duration as this class reads it: {@code 250ms}, {@code 1.5s}. */
    public static String format(Duration duration) {
        double nanos = duration.toNanos();
        if (nanos >= 1e9 || nanos == 0) {
            return trimmed(nanos / 1e9) + "s";
        }
        return nanos >= 1e6 ? trimmed(nanos / 1e6) + "ms" : trimmed(nanos / 1e3) + "us";
    }

    private static Duration parse(String value) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(value);
        if (!matcher.matches()) {
            return parseIso(value);
        }
        ChronoUnit unit = UNITS.get(matcher.group(2));
        if (unit == null) {
            throw mistake(value);
        }
        double nanos = Double.parseDouble(matcher.group(1)) * unit.getDuration().toNanos();
        if (nanos >= MAX_NANOS) {
            throw mistake(value);
        }
        return Duration.ofNanos(Math.round(nanos));
    }

    private static Duration parseIso(String value) {
        try {
            return Duration.parse(value);
        } catch (DateTimeException e) {
            throw mistake(value);
        }
    }

    private static TypeConversionException mistake(String value) {
        return new TypeConversionException(
                "'" + value + "' is not a duration (expected: a number with a unit, as 250ms, 5s, 2m)");
    }

    private static String trimmed(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
