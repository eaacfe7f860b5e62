package dev.baton.broker.app.config;

import java.net.URI;
import java.util.Optional;

/**
 * Where spans go.
 *
 * @param endpoint of a collector, for traces by OTLP over HTTP; empty: no spans are made
 * @param sampling which part of the traces that begin here are kept, 0 to 1
 */
public record TracingSettings(Optional<URI> endpoint, double sampling) {
    /** What stands for no collector. */
    public static final String OFF = "off";

    /**
     * Reads an endpoint as the configuration has it.
     *
     * @throws IllegalArgumentException with what was expected, if it is none
     */
    public static Optional<URI> endpoint(String text) {
        try {
            String checked = ValueTypes.httpUrlOrOff().parse(text);
            return checked.equals(OFF) ? Optional.empty() : Optional.of(URI.create(checked));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    text + " (expected: " + ValueTypes.httpUrlOrOff().expected() + ")", e);
        }
    }
}
