package dev.baton.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurveKeysTest {
    @TempDir
    Path directory;

    @Test
    void shouldReadWhatItWrites() throws Exception {
        CurveKeyPair pair = CurveKeyPair.generate();
        Path file = directory.resolve("a.key");
        pair.write(file);

        CurveKeyPair again = CurveKeyPair.read(file);

        assertThat(again.publicKey()).isEqualTo(pair.publicKey());
        assertThat(again.secretBytes()).isEqualTo(pair.secretBytes());
        assertThat(CurvePublicKey.parse(pair.publicKey().toString())).isEqualTo(pair.publicKey());
    }

    /** Such a path consists of characters that keys are made of. */
    @Test
    void shouldTakeAPathOfFortyCharactersForAPath() throws Exception {
        CurvePublicKey key = CurveKeyPair.generate().publicKey();
        Path parent = Path.of("target");
        Path file = parent.resolve("k".repeat(39 - "target/.pub".length()) + "1.pub");
        Files.writeString(file, key + "\n");

        assertThat(file.toString()).hasSize(40);
        assertThat(CurvePublicKey.parseOrRead(file.toString())).isEqualTo(key);
        assertThat(CurvePublicKey.parseOrRead(key.toString())).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"rw-------, true", "r--------, true", "rw-r-----, true", "rw-rw----, false", "rw-r--r--, false"})
    void shouldReadNoFileThatOthersMayReadOrChange(String rights, boolean isRead) throws Exception {
        Path file = directory.resolve("a.key");
        CurveKeyPair.generate().write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));

        if (isRead) {
            assertThat(CurveKeyPair.read(file)).isNotNull();
        } else {
            assertThatThrownBy(() -> CurveKeyPair.read(file)).hasMessageContaining("chmod 600 " + file);
        }
    }

    @Test
    void shouldNeverShowTheSecret() {
        CurveKeyPair pair = CurveKeyPair.generate();
        String secret =
                pair.toFileText().lines().skip(2).findFirst().orElseThrow().substring("secret: ".length());

        assertThat(new CurveSecurity(pair, pair.publicKey()).toString()).doesNotContain(secret);
        assertThatThrownBy(() -> CurveKeyPair.of(pair.publicKey().toString(), secret + "x"))
                .message()
                .doesNotContain(secret);
    }

    @Test
    void shouldSayWhatIsNoKey() throws Exception {
        Path file = directory.resolve("a.key");
        KeyFile.create(file, "public: short\nsecret: short\n");

        assertThatThrownBy(() -> CurveKeyPair.read(file)).hasMessageContaining("expected: 40 characters of Z85");
        assertThatThrownBy(() -> CurveKeyPair.read(directory.resolve("none"))).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> CurvePublicKey.parse("'".repeat(40))).isInstanceOf(IllegalArgumentException.class);
    }
}
