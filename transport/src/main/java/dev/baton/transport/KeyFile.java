package dev.baton.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** A file with a secret key in it: for its owner, and perhaps for a group to read. Where the file system knows other kinds of rights, nothing is asked of them. */
final class KeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** Reading by a group is left: a Secret of Kubernetes belongs to root and the group of the process. */
    private static final Set<PosixFilePermission> TOO_MUCH = Set.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private KeyFile() {}

    static List<String> read(Path file) {
        try {
            requireSecret(file);
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key file " + file + ": " + e, e);
        }
    }

    private static void requireSecret(Path file) throws IOException {
        Set<PosixFilePermission> rights;
        try {
            rights = Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException e) {
            return;
        }
        if (rights.stream().anyMatch(TOO_MUCH::contains)) {
            throw new IllegalArgumentException("others may read or change this secret key, it is "
                    + PosixFilePermissions.toString(rights) + " (expected: its owner alone, chmod 600 " + file + ")");
        }
    }

    /** The file belongs to its owner alone from its first moment on. */
    static void create(Path file, String text) throws IOException {
        FileAttribute<?>[] rights =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                        : new FileAttribute<?>[0];
        Files.createFile(file, rights);
        Files.write(file, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
    }
}
