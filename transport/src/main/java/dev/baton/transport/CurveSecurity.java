package dev.baton.transport;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What a client or a worker needs for an encrypted connection: its own key pair, which tells the broker who it is, and the broker's public key,
 * so that nobody else can pass for the broker.
 *
 * <pre>{@code
 * CurveSecurity keys = CurveSecurity.of(Path.of("web.key"), "the text in broker.pub");
 * BatonClient client = BatonClient.builder().broker("tcp://broker:5555").curve(keys).build();
 * }</pre>
 *
 * @param own this process' key pair
 * @param broker the broker's public key
 */
public record CurveSecurity(CurveKeyPair own, CurvePublicKey broker) {
    public CurveSecurity {
        Objects.requireNonNull(own, "own");
        Objects.requireNonNull(broker, "broker");
    }

    /**
     * From the file of one's own key pair, as {@code ./baton keygen} writes it, and the broker's public key as text.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if one of them is not what it should be
     */
    public static CurveSecurity of(Path ownKeyFile, String brokerPublicKey) {
        return new CurveSecurity(CurveKeyPair.read(ownKeyFile), CurvePublicKey.parse(brokerPublicKey));
    }
}
