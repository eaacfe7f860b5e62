package dev.baton.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.broker.app.BrokerService;
import dev.baton.broker.app.config.ConfigLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;

/** Paths, queries, headers and bodies at the admin port: each is answered, and none with "a bug in the broker's admin API". */
class AdminApiFuzzTest {
    private static final String[] METHODS = {"GET", "POST", "HEAD", "PUT", "OPTIONS"};
    private static final String[] PATHS = {
        "/",
        "/metrics",
        "/health/live",
        "/assets/",
        "/api/v1/status",
        "/api/v1/pools",
        "/api/v1/pools/default",
        "/api/v1/workers",
        "/api/v1/workers/w",
        "/api/v1/workers/w/drain",
        "/api/v1/requests/recent",
        "/api/v1/requests/slow",
        "/api/v1/requests/failed",
        "/api/v1/requests/1f",
        "/api/v1/history",
        "/api/v1/config",
        "/api/v1/build",
        "/api/v1/openapi.json",
        "/api/v1/broker/resume",
        "/api/v1/"
    };
    private static final String[] PARAMETERS = {"pool", "method", "minutes", "limit", "x"};
    private static final String[] HEADERS = {
        "Host", "Origin", "X-Baton-Admin", "Content-Type", "Authorization", "Transfer-Encoding"
    };
    private static final int PATIENCE_MILLIS = 20_000;

    /** One for all inputs: starting it takes longer than ten thousand of them. */
    private static final BrokerService SERVICE = BrokerService.start(ConfigLoader.load(
            null,
            Map.of(),
            Map.of(
                    "frontend",
                    "tcp://127.0.0.1:*",
                    "backend",
                    "tcp://127.0.0.1:*",
                    "pool.control",
                    "off",
                    "admin",
                    "127.0.0.1:0")));

    private static final int PORT = port(SERVICE.adminAddress().orElseThrow());

    @FuzzTest
    void shouldAnswerWhateverIsAsked(FuzzedDataProvider data) throws IOException {
        byte[] request = request(data);

        String answer = exchange(request);

        if (!answer.isEmpty()) { // what is not HTTP at all may be cut off without a word
            assertThat(answer).startsWith("HTTP/1.1 ");
            assertThat(answer).doesNotContain("a bug in the broker").doesNotStartWith("HTTP/1.1 500");
        }
    }

    private static byte[] request(FuzzedDataProvider data) throws IOException {
        String path = data.pickValue(PATHS) + (data.consumeBoolean() ? text(data, 30) : "");
        StringBuilder head = new StringBuilder(data.consumeInt(0, 20) == 0 ? text(data, 8) : data.pickValue(METHODS))
                .append(' ')
                .append(path);
        for (int i = data.consumeInt(0, 2); i > 0; i--) {
            head.append(path.contains("?") || head.indexOf("?") >= 0 ? '&' : '?')
                    .append(data.pickValue(PARAMETERS))
                    .append('=')
                    .append(text(data, 12));
        }
        head.append(" HTTP/1.1\r\nConnection: close\r\n");
        if (data.consumeInt(0, 9) > 0) {
            head.append("Host: localhost\r\n");
        }
        if (data.consumeBoolean()) {
            head.append("X-Baton-Admin: 1\r\n");
        }
        for (int i = data.consumeInt(0, 2); i > 0; i--) {
            head.append(data.pickValue(HEADERS))
                    .append(": ")
                    .append(text(data, 20))
                    .append("\r\n");
        }
        byte[] body = data.consumeRemainingAsBytes();
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(head.toString().getBytes(ISO_8859_1));
        request.write(body);
        return request.toByteArray();
    }

    private static String text(FuzzedDataProvider data, int most) {
        return new String(data.consumeBytes(data.consumeInt(0, most)), ISO_8859_1);
    }

    private static String exchange(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return new String(firstPart(socket.getInputStream()), ISO_8859_1);
        } catch (java.net.SocketException cutOff) {
            return "";
        }
    }

    /** Not to the end: the stream of events has none. */
    private static byte[] firstPart(InputStream in) throws IOException {
        return in.readNBytes(400);
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
