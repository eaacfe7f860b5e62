package dev.baton.broker.app.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads a configuration file, YAML or properties, into keys and values that know their line. */
final class ConfigFile {
    private static final long MAX_BYTES = 1 << 20;

    private ConfigFile() {}

    static Map<String, ConfigValue> read(Path file) {
        if (!Files.exists(file)) {
            throw new ConfigException("config file " + file + ": not found");
        }
        if (!Files.isRegularFile(file)) {
            throw new ConfigException("config file " + file + ": not a file");
        }
        try {
            return parse(file, text(file));
        } catch (CharacterCodingException e) {
            throw new ConfigException("config file " + file + ": not UTF-8");
        } catch (IOException e) {
            throw new ConfigException("config file " + file + ": cannot be read: " + e);
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new ConfigException("config file " + file + ": larger than " + MAX_BYTES + " bytes");
        }
        return Files.readString(file);
    }

    private static Map<String, ConfigValue> parse(Path file, String text) throws IOException {
        String name = file.toString();
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return new YamlReader(name).read(text);
        }
        if (name.endsWith(".properties")) {
            return properties(file);
        }
        throw new ConfigException("config file " + name + ": unknown kind (expected: .yaml, .yml or .properties)");
    }

    /** As ever in such a file, the last of two equal keys wins. */
    private static Map<String, ConfigValue> properties(Path file) throws IOException {
        try {
            return PropertiesConfigSource.urlToConfigValueMap(
                    file.toUri().toURL(), file.toString(), ConfigSources.FILE_ORDINAL);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("config file " + file + ": not a properties file: " + e.getMessage());
        }
    }
}
