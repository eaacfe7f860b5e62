package dev.baton.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether files with secrets in them are for their owner only, and no file that the broker believes can be changed by everybody. */
final class SecretFileCheck implements Check {
    private static final String NAME = "secrets";
    private static final Pattern SECRET = Pattern.compile(
            "(?mi)^\\s*[\\w.-]*(token|secret|password|key)\\s*[:=]\\s*\\S|^-----BEGIN [A-Z ]*PRIVATE KEY");

    private final List<Path> files;
    private final List<Path> listsOfKeys;

    /** These, of which those with a secret in them are for their owner. */
    SecretFileCheck(List<Path> files) {
        this(files, List.of());
    }

    /** And these, in which the keys are public ones. */
    SecretFileCheck(List<Path> files, List<Path> listsOfKeys) {
        this.files = files;
        this.listsOfKeys = listsOfKeys;
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = Stream.concat(files.stream(), listsOfKeys.stream())
                .filter(Files::isRegularFile)
                .map(this::look)
                .toList();
        return findings.isEmpty() ? List.of(Finding.ok(NAME, "none in files")) : findings;
    }

    private Finding look(Path file) {
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
            String shown = file + " is " + PosixFilePermissions.toString(rights);
            if (rights.contains(PosixFilePermission.OTHERS_WRITE)) {
                return Finding.fail(NAME, shown + ": everybody may change it", "chmod o-w " + file);
            }
            boolean isSecret = !listsOfKeys.contains(file)
                    && SECRET.matcher(Files.readString(file)).find();
            return isSecret && rights.contains(PosixFilePermission.OTHERS_READ)
                    ? Finding.fail(NAME, shown + " and holds a secret: everybody may read it", "chmod o-rwx " + file)
                    : Finding.ok(NAME, shown + (isSecret ? " and holds a secret" : ""));
        } catch (UnsupportedOperationException e) {
            return Finding.ok(NAME, file + ": this system has other kinds of rights");
        } catch (IOException e) {
            return Finding.warn(NAME, file + " cannot be read", "look as the user that the broker runs as");
        }
    }
}
