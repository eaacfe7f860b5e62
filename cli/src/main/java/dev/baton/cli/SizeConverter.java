package dev.baton.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes: {@code 256}, {@code 64KiB}, {@code 2MiB}. */
public final class SizeConverter implements ITypeConverter<Integer> {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,10})\\s*([a-z]*)");
    private static final Map<String, Integer> UNITS = Map.of(
            "", 1, "b", 1, "kib", 1 << 10, "k", 1 << 10, "mib", 1 << 20, "m", 1 << 20, "kb", 1000, "mb", 1_000_000);

    @Override
    public Integer convert(String value) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(value.strip().toLowerCase(Locale.ROOT));
        Integer unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null || Long.parseLong(matcher.group(1)) * unit > Integer.MAX_VALUE) {
            throw new TypeConversionException("'" + value + "' is not a size (expected: bytes, as 256, 64KiB, 2MiB)");
        }
        return (int) (Long.parseLong(matcher.group(1)) * unit);
    }
}
