package dev.baton.broker.app.api;

import dev.baton.broker.app.config.AdminSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who may call the API. A token, where there is one. Where there is none, only this machine reaches the port; but then a page of a foreign site,
 * open in a browser on this machine, reaches it too. So its name must be one that no foreign site can have (against DNS rebinding), a call that
 * comes from a page must come from one of ours, and what changes something needs a header that a foreign page cannot send without asking first.
 */
public final class AccessGuard {
    private static final String BEARER = "Bearer ";
    private static final String OWN_HEADER = "X-Baton-Admin";
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "::1", "0:0:0:0:0:0:0:1");

    private final AdminSettings settings;

    /** For these settings. */
    public AccessGuard(AdminSettings settings) {
        this.settings = settings;
    }

    /** Whether metrics may be read by this caller. */
    public boolean mayReadMetrics(Request request) {
        try {
            if (!settings.insecure()) {
                checkToken(request);
            }
            checkHost(request);
            return true;
        } catch (ApiException e) {
            return false;
        }
    }

    void check(Request request) throws ApiException {
        checkToken(request);
        checkHost(request);
        checkOrigin(request);
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            checkOwnHeader(request);
        }
    }

    private void checkToken(Request request) throws ApiException {
        if (settings.token().isEmpty()) {
            if (!settings.isLoopback()) {
                throw ApiException.unauthorized(
                        "this address is reached by other machines and no token is set: start the broker with admin-token (BATON_ADMIN_TOKEN)");
            }
            return;
        }
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw ApiException.unauthorized("a token is needed: send the header Authorization: Bearer TOKEN");
        }
        byte[] given = header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, settings.token().getBytes(StandardCharsets.UTF_8))) {
            throw ApiException.unauthorized("the token is not the broker's admin-token");
        }
    }

    private void checkHost(Request request) throws ApiException {
        String host = hostOf(request);
        if (settings.token().isEmpty() && settings.isLoopback() && !isLoopbackName(host)) {
            throw ApiException.forbidden(
                    "Host: " + host + " (expected: localhost or a loopback address, because no token is set)");
        }
    }

    private static String hostOf(Request request) {
        String host = Request.getServerName(request);
        if (host == null) {
            return "";
        }
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return plain.toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopbackName(String host) {
        return LOOPBACK_NAMES.contains(host) || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static void checkOrigin(Request request) throws ApiException {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin != null && !isOwn(origin, request)) {
            throw ApiException.forbidden("Origin: " + origin + " (expected: a page of this broker)");
        }
    }

    private static boolean isOwn(String origin, Request request) {
        HttpURI own = request.getHttpURI();
        @Nullable String authority = own.getAuthority();
        return authority != null && (origin.equals("http://" + authority) || origin.equals("https://" + authority));
    }

    private static void checkOwnHeader(Request request) throws ApiException {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        boolean isJson = type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
        if (!isJson && !"1".equals(request.getHeaders().get(OWN_HEADER))) {
            throw ApiException.forbidden("send the header " + OWN_HEADER + ": 1, or a JSON body with its content type");
        }
    }
}
