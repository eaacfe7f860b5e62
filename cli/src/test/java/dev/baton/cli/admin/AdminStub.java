package dev.baton.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An admin port that answers the documents it was given, and remembers what it was asked: for answers that a real broker gives rarely. */
public final class AdminStub implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private record Answer(int status, String contentType, String body) {}

    /** A request: method and URI, the two headers that matter, and the body. */
    record Asked(String what, String adminHeader, String authorization, String body) {}

    public AdminStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public AdminStub answer(String path, String json) {
        return answer(path, 200, "application/json", json);
    }

    AdminStub answer(String path, int status, String contentType, String body) {
        answers.put("/api/v1" + path, new Answer(status, contentType, body));
        return this;
    }

    AdminStub problem(String path, int status, String detail) {
        String problem =
                "{\"type\":\"about:blank\",\"title\":\"t\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}";
        return answer(path, status, "application/problem+json", problem);
    }

    Asked lastAsked() {
        return asked.get(asked.size() - 1);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        asked.add(new Asked(
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                String.valueOf(exchange.getRequestHeaders().getFirst("X-Baton-Admin")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                body));
        Answer none = new Answer(404, "application/problem+json", "{\"status\":404,\"detail\":\"unknown\"}");
        Answer answer = answers.getOrDefault(exchange.getRequestURI().getPath(), none);
        byte[] bytes = answer.body().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
