package dev.baton.cli.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.cli.CommandException;
import dev.baton.cli.TextTable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A broker's admin API. Whatever goes wrong is a {@link CommandException} of one line. Main thread only. */
public final class AdminApi {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final URI base;
    private final @Nullable String token;
    private final HttpClient http;

    AdminApi(URI base, @Nullable String token) {
        this.base = base;
        this.token = token;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_LIMIT)
                .build();
    }

    /** One that asks for no token. */
    public static AdminApi at(URI address) {
        return new AdminApi(address, null);
    }

    /** Where it is, as {@code http://host:port}. */
    public URI address() {
        return base;
    }

    /** What the broker says of itself. */
    public Document status() {
        return get("/status", Map.of());
    }

    /** Asks for a document; the query's values may be anything. */
    public Document get(String path, Map<String, String> query) {
        return document(send(request(path, query).GET()));
    }

    /** Asks for something to be done; returns what it led to. */
    public Document post(String path, Map<String, ?> body) {
        return document(send(request(path, Map.of())
                .header("X-Baton-Admin", "1")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json(body)))));
    }

    /** A page of the admin port outside of the API, such as {@code /metrics}. */
    public HttpResponse<String> page(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).GET());
    }

    /** A part of a path that says exactly this. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(entry -> segment(entry.getKey()) + "=" + segment(entry.getValue()))
                .collect(Collectors.joining("&"));
        String all = "/api/v1" + path + (parameters.isEmpty() ? "" : "?" + parameters);
        return HttpRequest.newBuilder(base.resolve(all)).header("Accept", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        request.timeout(ANSWER_LIMIT);
        if (token != null && !token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw unreachable(reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("interrupted");
        }
    }

    private Document document(HttpResponse<String> response) {
        Optional<Document> body = parsed(response);
        boolean isGood = response.statusCode() / 100 == 2;
        if (isGood && body.isPresent()) {
            return body.get();
        }
        if (isGood || body.isEmpty()) {
            throw unreachable("HTTP " + response.statusCode() + ", and no document of Baton's");
        }
        throw refusal(response.statusCode(), body.get());
    }

    private static Optional<Document> parsed(HttpResponse<String> response) {
        boolean isJson = response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("application/json") || type.startsWith("application/problem+json"))
                .isPresent();
        try {
            return isJson ? Optional.of(new Document(MAPPER.readTree(response.body()))) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private CommandException refusal(int status, Document problem) {
        String detail = TextTable.harmless(problem.text("detail", problem.text("title", "HTTP " + status)));
        return switch (status) {
            case 400, 405 -> CommandException.usage(detail);
            case 401, 403 ->
                CommandException.failed(detail + " (give the broker's admin token with " + AdminOptions.TOKEN_VARIABLE
                        + ", --token, or --config and the broker's settings)");
            default -> CommandException.failed(detail);
        };
    }

    private CommandException unreachable(String why) {
        return CommandException.unreachable("no broker answers at " + base + ": " + TextTable.harmless(why)
                + "; is one running there, and is this its admin address (--admin)?");
    }

    private static String reason(IOException e) {
        if (e instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        if (e instanceof ConnectException) {
            return e.getCause() instanceof ConnectException cause
                            && cause.getCause() instanceof UnresolvedAddressException
                    ? "unknown host"
                    : "connection refused";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String json(Map<String, ?> body) {
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be written as JSON: " + body, e);
        }
    }
}
