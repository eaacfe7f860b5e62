package dev.baton.cli.admin;

import dev.baton.broker.app.config.AdminSettings;
import dev.baton.broker.app.config.ConfigException;
import dev.baton.broker.app.config.ConfigLoader;
import dev.baton.cli.OutputFormat;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands over the admin API understand. */
public final class AdminOptions {
    /** Where the token is looked for if no option gives it; the broker's own setting has the same name. */
    public static final String TOKEN_VARIABLE = "BATON_ADMIN_TOKEN";

    /** Where the Debian package has the broker's settings. */
    private static final String INSTALLED_CONFIG = "/etc/baton/baton.yaml";

    /** Where a broker answers unless told otherwise. */
    private static final String DEFAULT_ADDRESS = "http://127.0.0.1:9555";

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "The broker's admin address (default: " + DEFAULT_ADDRESS + ").")
    private @Nullable String address;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The broker's settings, which know its admin address and token (default: " + INSTALLED_CONFIG
                    + " if it is there and may be read; not used with --admin).")
    private @Nullable Path config;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "The admin token, if the broker wants one (default: what BATON_ADMIN_TOKEN says, which others do not see in ps).")
    private @Nullable String token;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: for people; json: one document, for programs (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * The broker's admin API; nothing is sent yet.
     *
     * @throws dev.baton.broker.app.config.ConfigException if settings were named and cannot be understood
     */
    public AdminApi api() {
        return api(settings());
    }

    /** The same for a broker with these settings, unless an option names another; empty: they are not known. */
    public AdminApi api(Optional<AdminSettings> settings) {
        return new AdminApi(
                base(settings.flatMap(this::url).orElse(DEFAULT_ADDRESS)),
                Stream.of(
                                Optional.ofNullable(token),
                                Optional.ofNullable(System.getenv(TOKEN_VARIABLE)),
                                settings.map(AdminSettings::token))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(null));
    }

    /** The file with the broker's settings, the installed one if none was named; empty: there is none. */
    public Optional<Path> config() {
        Path installed = Path.of(INSTALLED_CONFIG);
        return config == null && Files.exists(installed) ? Optional.of(installed) : Optional.ofNullable(config);
    }

    private Optional<AdminSettings> settings() {
        if (config != null) {
            return Optional.of(ConfigLoader.loadAdmin(config, System.getenv()));
        }
        Path installed = Path.of(INSTALLED_CONFIG);
        if (address != null || !Files.isReadable(installed)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ConfigLoader.loadAdmin(installed, System.getenv()));
        } catch (ConfigException e) {
            return Optional.empty(); // nobody asked for it; the broker itself says best what is wrong with it
        }
    }

    /** Where to ask for what is bound to all addresses of this machine: at its own. Empty: nowhere, or at a port that nobody knows. */
    private Optional<String> url(AdminSettings settings) {
        Optional<InetSocketAddress> bound = settings.bind();
        if (bound.isEmpty() && config != null && address == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--config: " + config + " says admin: off (expected: a broker with an admin port)");
        }
        return bound.filter(it -> it.getPort() > 0).map(AdminOptions::url);
    }

    private static String url(InetSocketAddress bound) {
        String host = bound.getHostString();
        boolean isAny = host.equals("0.0.0.0") || host.equals("*") || host.equals("::") || host.equals("[::]");
        String shown = isAny ? "127.0.0.1" : host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return "http://" + shown + ":" + bound.getPort();
    }

    /** Whether somebody named the broker, who then expects it to be there. */
    public boolean isAddressGiven() {
        return address != null;
    }

    /** How to write the result. */
    public OutputFormat output() {
        return output;
    }

    private URI base(String otherwise) {
        String given = address == null ? otherwise : address;
        String url = given.contains("://") ? given : "http://" + given;
        try {
            URI uri = new URI(url).parseServerAuthority();
            boolean isGood = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && (uri.getPath().isEmpty() || uri.getPath().equals("/"))
                    && uri.getRawQuery() == null
                    && uri.getRawUserInfo() == null
                    && uri.getPort() != 0
                    && uri.getPort() <= 0xffff;
            if (isGood) {
                return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null);
            }
        } catch (URISyntaxException e) {
            // Told below, as all that is wrong with it.
        }
        throw new ParameterException(
                spec.commandLine(), "--admin: " + given + " (expected: an address such as " + DEFAULT_ADDRESS + ")");
    }
}
