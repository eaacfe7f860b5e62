package dev.baton.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A JSON object of the admin API, read leniently: what is missing, or of another kind than expected, reads as a dash. Immutable. */
public final class Document {
    private static final String NONE = "-";
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final double SECONDS_PER_DAY = 86_400;

    private final JsonNode node;

    Document(JsonNode node) {
        this.node = node;
    }

    /** The part of this name; a part without anything in it if there is none. */
    public Document part(String name) {
        return new Document(node.path(name));
    }

    /** Whether there is anything in it. */
    public boolean isPresent() {
        return node.isObject() && !node.isEmpty();
    }

    /** The entries of the list of this name; none if there is no such list. */
    public Stream<Document> list(String name) {
        return StreamSupport.stream(node.path(name).spliterator(), false).map(Document::new);
    }

    /** The texts in the list of this name. */
    public Stream<String> texts(String name) {
        return StreamSupport.stream(node.path(name).spliterator(), false).map(JsonNode::asText);
    }

    /** This text, or a dash. */
    public String text(String name) {
        return text(name, NONE);
    }

    /** This text, or another one if it is missing or empty. */
    public String text(String name, String otherwise) {
        String text = node.path(name).asText("");
        return text.isEmpty() || node.path(name).isNull() ? otherwise : text;
    }

    /** Whether it says yes there. */
    public boolean isTrue(String name) {
        return node.path(name).asBoolean(false);
    }

    /** This number. */
    public OptionalDouble number(String name) {
        JsonNode value = node.path(name);
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    /** A number of things: {@code 12,345}. */
    String count(String name) {
        return format(name, "%,.0f");
    }

    /** So many a second, with a decimal where there are few. */
    String rate(String name) {
        OptionalDouble rate = number(name);
        return rate.isPresent() && rate.getAsDouble() < 100 ? format(name, "%.1f") : format(name, "%,.0f");
    }

    /** Milliseconds, as exact as one reads them: {@code 0.214}, {@code 12.3}, {@code 1,204}. */
    String millis(String name) {
        OptionalDouble millis = number(name);
        if (millis.isEmpty()) {
            return NONE;
        }
        double value = millis.getAsDouble();
        return format(name, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f");
    }

    /** Microseconds as milliseconds with all their digits, for columns that are compared. */
    String microsAsMillis(String name) {
        OptionalDouble micros = number(name);
        return micros.isPresent() ? String.format(Locale.ROOT, "%,.3f", micros.getAsDouble() / 1000) : NONE;
    }

    /** Seconds as the two units that matter: {@code 12s}, {@code 3m 20s}, {@code 2h 5m}, {@code 4d 1h}. */
    String age(String name) {
        OptionalDouble age = number(name);
        if (age.isEmpty()) {
            return NONE;
        }
        long seconds = Math.round(age.getAsDouble());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        return seconds < SECONDS_PER_DAY
                ? seconds / 3600 + "h " + seconds % 3600 / 60 + "m"
                : seconds / 86_400 + "d " + seconds % 86_400 / 3600 + "h";
    }

    /** An instant as this machine's clock showed it. */
    String clock(String name) {
        try {
            return CLOCK.format(Instant.parse(text(name)).atZone(ZoneId.systemDefault()));
        } catch (DateTimeParseException e) {
            return text(name);
        }
    }

    /** {@code 3/8}. */
    String share(String part, String whole) {
        return count(part) + "/" + count(whole);
    }

    /** The document as JSON on one line. */
    public String json() {
        return node.toString();
    }

    JsonNode node() {
        return node;
    }

    private String format(String name, String format) {
        OptionalDouble number = number(name);
        return number.isPresent() ? String.format(Locale.ROOT, format, number.getAsDouble()) : NONE;
    }
}
