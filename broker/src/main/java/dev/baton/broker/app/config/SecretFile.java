package dev.baton.broker.app.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** A file that holds one secret, for its owner and perhaps a group to read. What is in it is never told. */
final class SecretFile {
    private static final int SIZE_MAX_BYTES = 4096;
    private static final Set<PosixFilePermission> TOO_MUCH = Set.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private SecretFile() {}

    /**
     * What is in the file that this names, without the end of its line.
     *
     * @throws ConfigException if it cannot be read, others may read it, or it holds no secret
     */
    static String read(EffectiveValue<String> name) {
        try {
            Path file = Path.of(name.value());
            if (!Files.isRegularFile(file) || Files.size(file) > SIZE_MAX_BYTES) {
                throw name.unexpected("a file that is there, with a secret in it");
            }
            checkRights(name, file);
            return checked(name, Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (IOException | InvalidPathException e) {
            throw name.unexpected("a file that the broker may read");
        }
    }

    private static void checkRights(EffectiveValue<String> name, Path file) throws IOException {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(TOO_MUCH::contains)) {
                throw name.unexpected(
                        "a file that nobody but its owner may change, and others may not read: chmod g-w,o= " + file);
            }
        } catch (UnsupportedOperationException e) {
            // a system with other kinds of rights
        }
    }

    private static String checked(EffectiveValue<String> name, String secret) {
        try {
            if (!secret.isEmpty()) {
                return ValueTypes.secret().parse(secret);
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw name.unexpected("a file with " + ValueTypes.secret().expected());
    }
}
