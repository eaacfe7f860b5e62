package dev.baton.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.broker.access.KeyRing;
import dev.baton.broker.app.config.AuthorizedKeys;
import dev.baton.broker.app.config.ConfigException;
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurvePublicKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A list of keys is understood as a whole, or refused with a line for people; so is a key file. No other exception, whatever is in them. */
class AuthorizedKeysFuzzTest {
    private static final CurvePublicKey WEB = CurveKeyPair.generate().publicKey();
    private static final List<String> PIECES = List.of(
            "web:\n",
            "shop: ",
            "  key: '" + WEB + "'\n",
            "  key: \"" + "0".repeat(40) + "\"\n",
            "  client: ['*']\n",
            "  client: [pkg.Service, other.Service]\n",
            "  worker: '*'\n",
            "  worker: []\n",
            "  operator: true\n",
            "&a ",
            "*a\n",
            "<<: *a\n",
            "{key: x, client: y}\n",
            "---\n",
            "!!java.net.URL [x]\n",
            "public: " + WEB + "\n",
            "secret: " + WEB + "\n");

    @FuzzTest
    void shouldUnderstandOrRefuseInWords(FuzzedDataProvider data) throws IOException {
        boolean isList = data.consumeBoolean();
        Path file = Files.createTempFile("fuzz", isList ? ".yaml" : ".key");
        try {
            Files.write(file, content(data));
            if (isList) {
                readList(file);
            } else {
                readKey(file);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] content(FuzzedDataProvider data) {
        StringBuilder text = new StringBuilder();
        int pieces = data.consumeInt(0, 12);
        for (int i = 0; i < pieces; i++) {
            text.append(data.consumeInt(0, 5) == 0 ? data.consumeString(20) : data.pickValue(PIECES));
        }
        byte[] beginning = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] rest = data.consumeRemainingAsBytes();
        byte[] all = new byte[beginning.length + rest.length];
        System.arraycopy(beginning, 0, all, 0, beginning.length);
        System.arraycopy(rest, 0, all, beginning.length, rest.length);
        return all;
    }

    private static void readList(Path file) {
        try {
            KeyRing ring = AuthorizedKeys.read(file);
            assertThat(ring).isEqualTo(AuthorizedKeys.read(file));
            assertThat(ring.size()).isNotNegative();
        } catch (ConfigException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static void readKey(Path file) {
        try {
            assertThat(CurveKeyPair.read(file).publicKey().toString()).hasSize(40);
        } catch (IllegalArgumentException | UncheckedIOException refused) {
            assertThat(refused.getMessage()).contains(file.toString());
        }
    }
}
