package dev.baton.cli;

import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurvePublicKey;
import dev.baton.transport.CurveSecurity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
            return new CurveSecurity(CurveKeyPair.read(keyFile), publicKey(brokerKey));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private static CurvePublicKey publicKey(String textOrFile) {
        try {
            return CurvePublicKey.parse(textOrFile);
        } catch (IllegalArgumentException notAKey) {
            return CurvePublicKey.parse(contentOf(Path.of(textOrFile)));
        }
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("--broker-key: neither a key nor a file that can be read: " + e, e);
        }
    }
}
