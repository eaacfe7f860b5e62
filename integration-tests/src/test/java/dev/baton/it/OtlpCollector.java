package dev.baton.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes traces by OTLP over HTTP, as a collector does. Their protobuf is read by field numbers, which OpenTelemetry promises to keep, so that no
 * class of the exporter under test is needed.
 */
final class OtlpCollector implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    /** A span; ids in hexadecimal, the parent's empty for the first of a trace. */
    record Received(String service, String name, String traceId, String spanId, String parentId) {}

    OtlpCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** From now on this is what it answers. */
    void answer(int newStatus) {
        status = newStatus;
    }

    List<Received> spans() {
        return List.copyOf(spans);
    }

    /** The one of this name. */
    Received span(String service, String name) {
        return spans.stream()
                .filter(span -> span.service.equals(service) && span.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " of " + service + " is not among " + spans));
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (status == 200 && type.startsWith("application/x-protobuf")) {
            read(body);
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void read(byte[] body) throws InvalidProtocolBufferException {
        for (UnknownFieldSet resourceSpans : messages(UnknownFieldSet.parseFrom(body), 1)) {
            String service = "";
            for (UnknownFieldSet attribute : messages(messages(resourceSpans, 1).get(0), 1)) {
                if (text(attribute, 1).equals("service.name")) {
                    service = text(messages(attribute, 2).get(0), 1);
                }
            }
            for (UnknownFieldSet scope : messages(resourceSpans, 2)) {
                for (UnknownFieldSet span : messages(scope, 2)) {
                    spans.add(new Received(service, text(span, 5), hex(span, 1), hex(span, 2), hex(span, 4)));
                }
            }
        }
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet in, int field) {
        return in.getField(field).getLengthDelimitedList().stream()
                .map(OtlpCollector::parsed)
                .toList();
    }

    private static UnknownFieldSet parsed(ByteString bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no protobuf", e);
        }
    }

    private static String text(UnknownFieldSet in, int field) {
        return bytes(in, field).toString(UTF_8);
    }

    private static String hex(UnknownFieldSet in, int field) {
        return HexFormat.of().formatHex(bytes(in, field).toByteArray());
    }

    private static ByteString bytes(UnknownFieldSet in, int field) {
        List<ByteString> values = in.getField(field).getLengthDelimitedList();
        return values.isEmpty() ? ByteString.EMPTY : values.get(0);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
