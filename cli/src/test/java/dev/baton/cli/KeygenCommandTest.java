package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.app.config.AuthorizedKeys;
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurvePublicKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeygenCommandTest {
    private final BatonRun baton = new BatonRun();

    @TempDir
    private Path directory;

    @Test
    void shouldWriteAKeyPairThatOnlyItsOwnerMayRead() throws Exception {
        assertThat(baton.run("keygen", name("web"))).isEqualTo(ExitCode.OK);

        Path secret = directory.resolve("web.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        assertThat(CurveKeyPair.read(secret).publicKey()).isEqualTo(publicKey("web"));
    }

    @Test
    void shouldPrintWhatGoesIntoTheBrokersListAndNeverTheSecret() throws Exception {
        baton.run("keygen", name("web"));

        Path list = directory.resolve("authorized.yaml");
        String printed = baton.out();
        Files.writeString(list, printed.substring(printed.indexOf("\nweb:")));
        assertThat(AuthorizedKeys.read(list).find(publicKey("web"))).satisfies(web -> {
            assertThat(web.name()).isEqualTo("web");
            assertThat(web.mayCall("any.Service")).isTrue();
            assertThat(web.serves()).isEmpty();
        });
        String secret = Files.readAllLines(directory.resolve("web.key")).get(2).substring("secret: ".length());
        assertThat(secret).hasSize(40);
        assertThat(printed + baton.err())
                .doesNotContain(secret)
                .contains("web.key")
                .contains("web.pub");
    }

    @Test
    void shouldWriteOverNeitherOfItsFiles() throws Exception {
        baton.run("keygen", name("web"));
        String before = Files.readString(directory.resolve("web.key"));

        assertThat(baton.run("keygen", name("web"))).isEqualTo(ExitCode.USAGE);
        assertThat(baton.err()).contains("is there already");
        Files.delete(directory.resolve("web.pub"));
        assertThat(baton.run("keygen", name("web"))).isEqualTo(ExitCode.USAGE);
        assertThat(baton.err()).contains("web.key is there already");

        assertThat(Files.readString(directory.resolve("web.key"))).isEqualTo(before);
        assertThat(directory.resolve("web.pub")).doesNotExist();
    }

    @Test
    void shouldNotMakeHalfAPairBesideAPublicKeyThatIsThere() throws Exception {
        Path publicKey = Files.writeString(directory.resolve("web.pub"), "another's");

        assertThat(baton.run("keygen", name("web"))).isEqualTo(ExitCode.USAGE);

        assertThat(publicKey).hasContent("another's");
        assertThat(directory.resolve("web.key")).doesNotExist();
    }

    @Test
    void shouldSayInALineWhereNothingCanBeWritten() {
        assertThat(baton.run("keygen", name("nowhere/web"))).isEqualTo(ExitCode.USAGE);

        assertThat(baton.err()).contains("web.key: cannot be written");
    }

    private String name(String beginning) {
        return directory.resolve(beginning).toString();
    }

    private CurvePublicKey publicKey(String name) throws Exception {
        return CurvePublicKey.parse(
                Files.readString(directory.resolve(name + ".pub")).strip());
    }
}
