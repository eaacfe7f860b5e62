package dev.baton.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.broker.app.config.ConfigException;
import dev.baton.broker.app.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A configuration is understood or refused with a line for people; no other exception, whatever is in the file, the environment and the flags. */
class ConfigFuzzTest {
    private static final String[] KEYS = {
        "frontend",
        "backend",
        "admin",
        "admin-token",
        "drain-time",
        "timeouts.max",
        "limits.max-message-size",
        "pool.window-factor",
        "pool.control",
        "pools.a.services",
        "pools.a.backend",
        "pools.b.backend"
    };

    @FuzzTest
    void shouldUnderstandOrRefuseInWords(FuzzedDataProvider data) throws IOException {
        Map<String, String> flags = some(data, "", false);
        Map<String, String> environment = some(data, "BATON_", true);
        Path file = Files.createTempFile("fuzz", data.consumeBoolean() ? ".yaml" : ".properties");
        try {
            Files.write(file, data.consumeRemainingAsBytes());
            ConfigLoader.load(file, environment, flags);
        } catch (ConfigException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new AssertionError("refused without a word", refused);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static Map<String, String> some(FuzzedDataProvider data, String prefix, boolean environment) {
        Map<String, String> values = new HashMap<>();
        int count = data.consumeInt(0, 2);
        for (int i = 0; i < count; i++) {
            String key = data.pickValue(KEYS);
            String name = environment ? key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_") : key;
            values.put(prefix + (data.consumeInt(0, 5) == 0 ? data.consumeString(20) : name), data.consumeString(30));
        }
        return values;
    }
}
