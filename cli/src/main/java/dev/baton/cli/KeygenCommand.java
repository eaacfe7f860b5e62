package dev.baton.cli;

import dev.baton.transport.CurveKeyPair;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./baton keygen}: a new key pair in two files. */
@Command(
        name = "keygen",
        description = {
            "Makes a CURVE key pair: NAME.key, which only its owner may read, and NAME.pub, which the others may know.",
            "Prints what goes into the broker's list of keys. Never writes over a file."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./baton keygen broker", "  ./baton keygen /etc/baton/keys/web"})
final class KeygenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Where to: NAME.key and NAME.pub.")
    private Path name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path secretFile = sibling(".key");
        Path publicFile = sibling(".pub");
        CurveKeyPair pair = CurveKeyPair.generate();
        refuseIfThere(publicFile);
        write(secretFile, pair::write);
        write(publicFile, file -> Files.writeString(file, pair.publicKey() + "\n", StandardOpenOption.CREATE_NEW));
        spec.commandLine()
                .getOut()
                .printf(
                        "%s: the key pair; keep it to its owner%n%s: the public key%n%nFor the broker's"
                                + " curve.authorized:%n%n%s:%n  key: '%s'%n  client: [\"*\"]        # services that it may"
                                + " call%n  worker: []           # services that it may serve%n",
                        secretFile, publicFile, name.getFileName(), pair.publicKey());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private Path sibling(String ending) {
        Path file = name.getFileName();
        if (file == null || file.toString().isEmpty()) {
            throw CommandException.usage("NAME: " + name + " (expected: the beginning of two file names)");
        }
        return name.resolveSibling(file + ending);
    }

    private static void refuseIfThere(Path file) {
        if (Files.exists(file)) {
            throw CommandException.usage(file + " is there already; it is not written over");
        }
    }

    private interface Writing {
        void to(Path file) throws IOException;
    }

    private static void write(Path file, Writing writing) {
        try {
            writing.to(file);
        } catch (FileAlreadyExistsException e) {
            throw CommandException.usage(file + " is there already; it is not written over");
        } catch (IOException e) {
            throw CommandException.usage(file + ": cannot be written: " + e);
        }
    }
}
