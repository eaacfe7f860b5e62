package dev.baton.broker.app.config;

import dev.baton.broker.PoolConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of values that settings have. */
final class ValueTypes {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");
    private static final Pattern SERVICE = Pattern.compile("\\*|[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
    private static final Pattern SECRET = Pattern.compile("[!-~]{8,1000}|");
    private static final int MAX_PORT = 65_535;

    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
    private static final Map<String, Duration> TIMES = Map.of(
            "ms",
            Duration.ofMillis(1),
            "s",
            Duration.ofSeconds(1),
            "m",
            Duration.ofMinutes(1),
            "h",
            Duration.ofHours(1));

    private ValueTypes() {}

    /** A whole number from least to most. */
    static ValueType<Integer> count(int least, int most) {
        return new Type<>("a whole number from " + least + " to " + most) {
            @Override
            public Integer parse(String text) {
                int value = Integer.parseInt(text);
                require(value >= least && value <= most);
                return value;
            }
        };
    }

    /** A number from least to most. */
    static ValueType<Double> factor(double least, double most) {
        return new Type<>("a number from " + least + " to " + most) {
            @Override
            public Double parse(String text) {
                double value = Double.parseDouble(text);
                require(value >= least && value <= most);
                return value;
            }
        };
    }

    /** A number of bytes from least to most. */
    static ValueType<Long> size(long least, long most) {
        return new Type<>("a size from " + formatSize(least) + " to " + formatSize(most) + ", such as 64MiB, 256KiB") {
            @Override
            public Long parse(String text) {
                Matcher amount = amount(text);
                long value = Math.multiplyExact(Long.parseLong(amount.group(1)), unit(BYTES, amount.group(2)));
                require(value >= least && value <= most);
                return value;
            }

            @Override
            public String format(Long value) {
                return formatSize(value);
            }
        };
    }

    /** A time from least to most. */
    static ValueType<Duration> time(Duration least, Duration most) {
        return new Type<>("a time from " + formatTime(least) + " to " + formatTime(most) + ", such as 250ms, 10s, 1m") {
            @Override
            public Duration parse(String text) {
                Matcher amount = amount(text);
                Duration value = unit(TIMES, amount.group(2)).multipliedBy(Long.parseLong(amount.group(1)));
                require(value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
                return value;
            }

            @Override
            public String format(Duration value) {
                return formatTime(value);
            }
        };
    }

    /** True or false. */
    static ValueType<Boolean> yesOrNo() {
        return new Type<>("true or false") {
            @Override
            public Boolean parse(String text) {
                require(text.equals("true") || text.equals("false"));
                return text.equals("true");
            }
        };
    }

    /** One of an enum's names, in lower case. */
    static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        String names =
                Arrays.stream(type.getEnumConstants()).map(ValueTypes::lower).collect(Collectors.joining(" or "));
        return new Type<>(names) {
            @Override
            public E parse(String text) {
                require(text.equals(text.toLowerCase(Locale.ROOT)));
                return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
            }

            @Override
            public String format(E value) {
                return lower(value);
            }
        };
    }

    /** Where a socket binds or connects to. */
    static ValueType<String> endpoint() {
        return new Type<>("tcp://HOST:PORT; as PORT * takes a free one") {
            @Override
            public String parse(String text) {
                require(text.startsWith("tcp://"));
                requireHostAndPort(text.substring("tcp://".length()), true);
                return text;
            }
        };
    }

    /** Where a control channel is. YAML reads an unquoted off as false. */
    static ValueType<String> control() {
        return new Type<>("auto, off, or tcp://HOST:PORT") {
            @Override
            public String parse(String text) {
                if (text.equals(PoolConfig.CONTROL_OFF) || text.equals("false")) {
                    return PoolConfig.CONTROL_OFF;
                }
                return text.equals(PoolConfig.CONTROL_BESIDES)
                        ? text
                        : endpoint().parse(text);
            }
        };
    }

    /** {@code HOST:PORT}, or {@code off}. YAML reads an unquoted off as false. */
    static ValueType<String> addressOrOff() {
        return new Type<>("HOST:PORT, or off; PORT 0 takes a free one") {
            @Override
            public String parse(String text) {
                if (text.equals("off") || text.equals("false")) {
                    return "off";
                }
                requireHostAndPort(text, false);
                return text;
            }
        };
    }

    /** The whole URL of something that takes HTTP, or {@code off}. */
    static ValueType<String> httpUrlOrOff() {
        return new Type<>("off, or a URL such as http://127.0.0.1:4318/v1/traces") {
            @Override
            public String parse(String text) {
                if (text.equals(TracingSettings.OFF) || text.equals("false")) {
                    return TracingSettings.OFF;
                }
                URI url = URI.create(text);
                require("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
                require(url.getHost() != null && url.getPort() != 0 && url.getPort() <= MAX_PORT);
                require(url.getPath().length() > 1 && url.getRawUserInfo() == null && url.getRawFragment() == null);
                return text;
            }
        };
    }

    /** Where a file is; empty: nowhere. */
    static ValueType<String> path() {
        return new Type<>("the path of a file") {
            @Override
            public String parse(String text) {
                require(text.indexOf('\0') < 0);
                return text;
            }
        };
    }

    /** A CURVE public key or where it is; empty: none. */
    static ValueType<String> publicKey() {
        return new Type<>("a public key of 40 characters, or the path of a file with one") {
            @Override
            public String parse(String text) {
                require(text.indexOf('\0') < 0);
                return text;
            }
        };
    }

    /** Something that is never shown. */
    static ValueType<String> secret() {
        return new Type<>("a secret of 8 to 1000 printable characters without spaces") {
            @Override
            public String parse(String text) {
                require(SECRET.matcher(text).matches());
                return text;
            }

            @Override
            public String format(String value) {
                return value.isEmpty() ? "" : "********";
            }

            @Override
            public boolean isSecret() {
                return true;
            }
        };
    }

    /** Names of services, separated by commas. */
    static ValueType<List<String>> services() {
        return new Type<>(
                "names of services such as pkg.Service, without a method; * for all that no other pool names") {
            @Override
            public List<String> parse(String text) {
                List<String> names =
                        Arrays.stream(text.split(",", -1)).map(String::strip).toList();
                names.forEach(name -> require(SERVICE.matcher(name).matches()));
                return names;
            }

            @Override
            public String format(List<String> value) {
                return String.join(",", value);
            }
        };
    }

    private static void requireHostAndPort(String address, boolean starIsPort) {
        int colon = address.lastIndexOf(':');
        require(colon > 0);
        String host = address.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        require(bracketed ? host.length() > 2 : host.matches("[A-Za-z0-9._*-]+"));
        String port = address.substring(colon + 1);
        boolean anyFreePort = starIsPort && port.equals("*");
        require(anyFreePort || (port.matches("\\d{1,5}") && Integer.parseInt(port) <= MAX_PORT));
    }

    private static Matcher amount(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        require(matcher.matches());
        return matcher;
    }

    private static <U> U unit(Map<String, U> units, String name) {
        U unit = units.get(name);
        if (unit == null) {
            throw new IllegalArgumentException("no such unit");
        }
        return unit;
    }

    private static String formatSize(long bytes) {
        for (String unit : List.of("GiB", "MiB", "KiB")) {
            long factor = unit(BYTES, unit);
            if (bytes >= factor && bytes % factor == 0) {
                return bytes / factor + unit;
            }
        }
        return bytes + "B";
    }

    private static String formatTime(Duration time) {
        for (String unit : List.of("h", "m", "s")) {
            Duration factor = unit(TIMES, unit);
            if (time.compareTo(factor) >= 0 && time.toMillis() % factor.toMillis() == 0) {
                return time.toMillis() / factor.toMillis() + unit;
            }
        }
        return time.isZero() ? "0s" : time.toMillis() + "ms";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not as expected");
        }
    }

    private abstract static class Type<T> implements ValueType<T> {
        private final String expected;

        Type(String expected) {
            this.expected = expected;
        }

        @Override
        public String expected() {
            return expected;
        }
    }
}
