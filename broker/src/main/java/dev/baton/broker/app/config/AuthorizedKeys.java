package dev.baton.broker.app.config;

import dev.baton.broker.access.KeyHolder;
import dev.baton.broker.access.KeyRing;
import dev.baton.transport.CurvePublicKey;
import io.smallrye.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads who may connect, from a YAML file or from all {@code *.yaml} of a directory:
 *
 * <pre>{@code
 * web:
 *   key: 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7'
 *   client: [shop.Postage]
 * }</pre>
 */
public final class AuthorizedKeys {
    private static final Set<String> FIELDS = Set.of("key", "client", "worker", "operator");

    private AuthorizedKeys() {}

    /**
     * Reads all of it.
     *
     * @throws ConfigException if any of it cannot be used; nothing of it should be used then
     */
    public static KeyRing read(Path path) {
        List<KeyHolder> holders = new ArrayList<>();
        for (Path file : files(path)) {
            holders.addAll(holders(file));
        }
        try {
            return new KeyRing(holders);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("curve.authorized " + path + ": " + e.getMessage());
        }
    }

    /** The files that are read, in their order. */
    public static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigException("curve.authorized " + path + ": cannot be read: " + e);
        }
    }

    private static List<KeyHolder> holders(Path file) {
        Map<String, Map<String, String>> byName = new TreeMap<>();
        ConfigFile.read(file).forEach((key, value) -> put(file, key, value, byName));
        List<KeyHolder> holders = new ArrayList<>();
        byName.forEach((name, fields) -> {
            try {
                holders.add(holder(name, fields));
            } catch (IllegalArgumentException e) {
                throw new ConfigException(file + ": " + name + ": " + e.getMessage());
            }
        });
        return holders;
    }

    private static void put(Path file, String key, ConfigValue value, Map<String, Map<String, String>> byName) {
        int dot = key.indexOf('.');
        String field = key.substring(dot + 1);
        if (dot < 1 || !FIELDS.contains(field)) {
            throw new ConfigException(file + " line " + value.getLineNumber() + ": " + key
                    + " (expected: NAME with key and client, worker or operator under it)");
        }
        byName.computeIfAbsent(key.substring(0, dot), name -> new TreeMap<>()).put(field, value.getValue());
    }

    private static KeyHolder holder(String name, Map<String, String> fields) {
        String key = fields.get("key");
        if (key == null) {
            throw new IllegalArgumentException("no key");
        }
        String operator = fields.getOrDefault("operator", "false");
        if (!operator.equals("true") && !operator.equals("false")) {
            throw new IllegalArgumentException("operator: " + operator + " (expected: true or false)");
        }
        return new KeyHolder(
                name,
                CurvePublicKey.parse(key.strip()),
                services(fields.get("client")),
                services(fields.get("worker")),
                operator.equals("true"));
    }

    private static Set<String> services(@Nullable String names) {
        Set<String> services = new LinkedHashSet<>();
        if (names != null && !names.isBlank()) {
            Arrays.stream(names.split(",", -1)).map(String::strip).forEach(name -> services.add(checked(name)));
        }
        return services;
    }

    private static String checked(String name) {
        try {
            return ValueTypes.services().parse(name).get(0);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "service " + name + " (expected: pkg.Service without a method, or *)", e);
        }
    }
}
