package dev.baton.cli.admin;

import dev.baton.cli.OutputFormat;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands over the admin API understand. */
public final class AdminOptions {
    /** Where the token is looked for if no option gives it; the broker's own setting has the same name. */
    public static final String TOKEN_VARIABLE = "BATON_ADMIN_TOKEN";

    /** Where a broker answers unless told otherwise. */
    private static final String DEFAULT_ADDRESS = "http://127.0.0.1:9555";

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "The broker's admin address (default: " + DEFAULT_ADDRESS + ").")
    private @Nullable String address;

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

    /** The broker's admin API; nothing is sent yet. */
    public AdminApi api() {
        return api(null);
    }

    /** The same, at another address if no option names one; null: the usual one. */
    public AdminApi api(@Nullable String otherwise) {
        return new AdminApi(
                base(otherwise == null ? DEFAULT_ADDRESS : otherwise),
                token == null ? System.getenv(TOKEN_VARIABLE) : token);
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
