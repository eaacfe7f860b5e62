package dev.baton.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;

/**
 * Bytes at the ports of running brokers, and from a broker to a running worker: greetings cut short, other mechanisms, frames of lengths that nobody can mean,
 * connections closed on one side. The I/O threads live on, the loop meets no bug, and honest calls are answered.
 */
class ZmtpFuzzTest {
    private static final int CALL_EVERY = 20;

    private static int inputs;

    @FuzzTest
    void shouldSurvive(FuzzedDataProvider data) throws IOException {
        int target = data.consumeInt(0, 4);
        boolean guarded = target == 2 || target == 3;
        try (Socket socket =
                target == 4 ? HostileGround.toWorker() : HostileGround.toBroker(guarded, target % 2 == 1)) {
            socket.setTcpNoDelay(true);
            ZmtpScript.write(socket, data, guarded ? "CURVE" : "NULL");
        } catch (SocketException cutOff) {
            // what it deserves
        }
        HostileGround.assertNoBug();
        if (++inputs % CALL_EVERY == 0) {
            HostileGround.assertServed();
        }
    }
}
