package dev.baton.cli;

import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurvePublicKey;
import dev.baton.transport.CurveSecurity;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** With which keys a command connects. */
public final class KeyOptions {
    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "One's own key pair, as ./baton keygen writes it, for a broker that asks for keys.")
    private @Nullable Path keyFile;

    @Option(
            names = "--broker-key",
            paramLabel = "KEY|FILE",
            description = "The broker's public key, or its .pub file; goes with --key-file.")
    private @Nullable String brokerKey;

    /**
     * The keys; null: none are given.
     *
     * @throws CommandException if they are not what they should be
     */
    public @Nullable CurveSecurity security() {
        if (keyFile == null && brokerKey == null) {
            return null;
        }
        if (keyFile == null || brokerKey == null) {
            throw CommandException.usage("--key-file and --broker-key: one without the other (expected: both or none)");
        }
        try {
            return new CurveSecurity(CurveKeyPair.read(keyFile), CurvePublicKey.parseOrRead(brokerKey));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw CommandException.usage(
                    "--key-file " + keyFile + ", --broker-key " + brokerKey + ": " + e.getMessage());
        }
    }
}
