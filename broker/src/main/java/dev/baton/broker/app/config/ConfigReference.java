package dev.baton.broker.app.config;

import java.util.List;

/** Writes docs/configuration.md. */
final class ConfigReference {
    private static final String INTRODUCTION = """
            # Configuration of the broker

            <!-- Written by ConfigReferenceTest from dev.baton.broker.app.config.Settings: edit there, then run it with -Ddocs.write=true. -->

            A value comes from the strongest source that has one:

            1. flags: `--frontend`, `--backend`, `--admin`, and `--set KEY=VALUE` for every key
            2. environment variables: `BATON_` and the key in capitals with `_` for `.` and `-`
            3. the file given with `--config`: YAML (`.yaml`, `.yml`) or `.properties`
            4. the default

            In a file the keys stand at the top level, without `baton` in front; in YAML a dot in a key is a level:

            ```yaml
            frontend: tcp://127.0.0.1:5555
            backend: tcp://127.0.0.1:5556
            limits:
              max-queued-per-client: 2000
            pool:
              lease: 2s
            ```

            A broker with several pools names them. What `pool` says holds for all of them, what `pools.NAME` says for one:

            ```yaml
            pool:
              max-queued: 50000
            pools:
              images:
                services: [shop.Thumbnails, shop.Scans]
                backend: tcp://127.0.0.1:5557
                max-queued: 500
              rest:
                services: "*"
                backend: tcp://127.0.0.1:5556
            ```

            An unknown key or variable, a value out of range and a file that cannot be read end the start with one line and exit code 2.
            `./baton broker --check-config` prints every value with its source and does not start. Variables that begin with
            `BATON_LAUNCHER_`, `BATON_JAVA_OPTS`, `BATON_LOG_LEVEL` and `BATON_LOG_FORMAT` belong to the start script and are passed over.

            How often a worker hands a request back before it keeps it (the hop limit), its slots and its heartbeat are settings of the worker, not
            of the broker; see the worker SDK.

            """;

    private ConfigReference() {}

    static String markdown() {
        StringBuilder out = new StringBuilder(INTRODUCTION);
        section(out, "The broker", "", Settings.BROKER);
        section(out, "All pools", Settings.POOL_GROUP, Settings.POOL);
        out.append(
                "## One pool\n\n`NAME` is made of letters, digits, `-` and `_`. Besides these two, each key of `pool` can be set for one"
                        + " pool: `pools.NAME.max-queued`, `BATON_POOLS_NAME_MAX_QUEUED`. A variable can change a pool of the file, but not add one.\n");
        entry(out, Settings.POOLS_GROUP + "NAME.services", Settings.SERVICES, Settings.SERVICES.fallbackText());
        entry(
                out,
                Settings.POOLS_GROUP + "NAME.backend",
                Settings.BACKEND,
                "none, it must be set",
                "Where this pool's workers connect.");
        return out.toString();
    }

    private static void section(StringBuilder out, String title, String group, List<Setting<?>> settings) {
        out.append("## ").append(title).append('\n');
        settings.forEach(setting -> entry(out, group + setting.key(), setting, setting.fallbackText()));
        out.append('\n');
    }

    private static void entry(StringBuilder out, String key, Setting<?> setting, String fallback) {
        entry(out, key, setting, fallback, setting.meaning());
    }

    private static void entry(StringBuilder out, String key, Setting<?> setting, String fallback, String meaning) {
        out.append("\n### `").append(key).append("`\n\n").append(meaning).append("\n\n");
        out.append("Default ").append(fallback.contains(" ") ? fallback : "`" + fallback + "`");
        out.append(" · ").append(setting.type().expected());
        out.append(" · `").append(Setting.environmentName(key)).append("`\n");
    }
}
