package dev.baton.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.DropReason;
import dev.baton.broker.observe.RejectReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Whatever arrives on either port is counted and dropped, and an honest client beside it is served. */
class GarbageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] BTN1 = {0x0D, 'B', 'T', 'N', '1'};
    private static final byte[] BTN2 = {0x0D, 'B', 'T', 'N', '2'};

    private final Map<Object, Integer> counted = new ConcurrentHashMap<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ZContext context = new ZContext();
    private final Random random = new Random(7);
    private Broker broker;
    private ZMQ.Socket honest;

    @BeforeEach
    void start() {
        BrokerObserver counting = new BrokerObserver() {
            @Override
            public void onDropped(DropReason reason) {
                counted.merge(reason, 1, Integer::sum);
            }

            @Override
            public void onRejected(RejectReason reason) {
                counted.merge(reason, 1, Integer::sum);
            }

            @Override
            public void onLoopError(Throwable error) {
                counted.merge("bug", 1, Integer::sum);
            }
        };
        broker = Broker.start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"), counting);
        startRep();
        honest = context.createSocket(SocketType.REQ);
        honest.setReceiveTimeOut((int) PATIENCE.toMillis());
        honest.setHandshakeIvl(1000);
        honest.connect(broker.frontendEndpoint());
        assertServed();
    }

    @AfterEach
    void stop() {
        stopped.set(true);
        context.close();
        broker.close();
        assertThat(counted).doesNotContainKey("bug");
    }

    @Test
    void shouldCountAndDropRandomMessagesOnTheFrontend() {
        ZMQ.Socket attacker = connect(broker.frontendEndpoint());
        for (int i = 0; i < 3000; i++) {
            sendRandom(attacker);
        }
        assertServed();
        await().atMost(PATIENCE).until(() -> counted.getOrDefault(DropReason.MALFORMED_REQUEST, 0) > 100);
        await().atMost(PATIENCE).until(() -> counted.getOrDefault(RejectReason.UNSUPPORTED, 0) > 10);
        assertServed();
    }

    @Test
    void shouldCountAndDropRandomMessagesOnTheBackend() {
        ZMQ.Socket attacker = connect(broker.backendEndpoint("default"));
        attacker.setReceiveTimeOut(0);
        for (int i = 0; i < 3000; i++) {
            sendRandom(attacker);
        }
        await().atMost(PATIENCE).until(() -> counted.getOrDefault(DropReason.MALFORMED_REPLY, 0) > 100);
        await().atMost(PATIENCE).until(() -> counted.getOrDefault(DropReason.MALFORMED_SIGNAL, 0) > 10);
        attacker.close(); // it counted as a plain worker, and was dealt requests that it did not answer
        await().atMost(PATIENCE).until(() -> broker.snapshot().pools().get(0).plainPeers() == 1);
        assertServed();
    }

    @Test
    void shouldSurviveBytesThatAreNotZmtp() throws IOException {
        for (String endpoint : new String[] {broker.frontendEndpoint(), broker.backendEndpoint("default")}) {
            for (int i = 0; i < 50; i++) {
                try (Socket socket = open(endpoint)) {
                    byte[] junk = new byte[1 + random.nextInt(300)];
                    random.nextBytes(junk);
                    socket.getOutputStream().write(junk);
                }
            }
        }
        assertServed();
    }

    @Test
    void shouldSurviveFrameLengthsThatNobodyCanMean() throws IOException {
        for (String endpoint : new String[] {broker.frontendEndpoint(), broker.backendEndpoint("default")}) {
            for (long length : new long[] {2L << 30, 1L << 40, Long.MAX_VALUE, -5, Long.MIN_VALUE}) {
                try (Socket socket = open(endpoint)) {
                    shakeHands(socket);
                    OutputStream out = socket.getOutputStream();
                    out.write(2); // a long frame, the last of its message
                    out.write(ByteBuffer.allocate(8).putLong(length).array());
                    out.write(new byte[100]);
                    out.flush();
                }
                awaitAttackerForgotten();
                assertServed();
            }
        }
    }

    /** On the backend whoever is connected counts as a worker. */
    private void awaitAttackerForgotten() {
        await().atMost(PATIENCE).until(() -> {
            PoolSnapshot pool = broker.snapshot().pools().get(0);
            return pool.plainPeers() == 1 && pool.capacity() == 1;
        });
    }

    private void sendRandom(ZMQ.Socket attacker) {
        int frames = random.nextInt(80) == 0 ? 100 : 1 + random.nextInt(5);
        for (int i = 0; i < frames; i++) {
            attacker.send(randomFrame(), i < frames - 1 ? ZMQ.SNDMORE | ZMQ.DONTWAIT : ZMQ.DONTWAIT);
        }
    }

    private byte[] randomFrame() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> new byte[0];
            case 2 -> beginningWith(BTN1);
            case 3 -> beginningWith(BTN2);
            case 4 -> bytes(8);
            default -> bytes(random.nextInt(200));
        };
    }

    private byte[] beginningWith(byte[] prefix) {
        byte[] frame = bytes(prefix.length + random.nextInt(60));
        System.arraycopy(prefix, 0, frame, 0, prefix.length);
        return frame;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private void assertServed() {
        honest.send("are you there?");
        assertThat(honest.recvStr()).isEqualTo("ARE YOU THERE?");
    }

    private ZMQ.Socket connect(String endpoint) {
        ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
        socket.setLinger(0);
        socket.setHandshakeIvl(1000);
        socket.connect(endpoint);
        return socket;
    }

    private static Socket open(String endpoint) throws IOException {
        int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** ZMTP 3.0, NULL mechanism, as a DEALER. */
    private static void shakeHands(Socket socket) throws IOException {
        byte[] greeting = new byte[64];
        greeting[0] = (byte) 0xFF;
        greeting[8] = 1;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        System.arraycopy("NULL".getBytes(UTF_8), 0, greeting, 12, 4);
        OutputStream out = socket.getOutputStream();
        out.write(greeting);
        byte[] ready = "\5READY\13Socket-Type\0\0\0\6DEALER".getBytes(UTF_8);
        out.write(4);
        out.write(ready.length);
        out.write(ready);
        out.flush();
        InputStream in = socket.getInputStream();
        in.readNBytes(64);
        in.read();
        in.readNBytes(in.read());
    }

    private void startRep() {
        Thread thread = new Thread(() -> {
            try (ZContext own = new ZContext();
                    ZMQ.Socket rep = own.createSocket(SocketType.REP)) {
                rep.setHandshakeIvl(1000);
                rep.setReceiveTimeOut(100);
                rep.connect(broker.backendEndpoint("default"));
                while (!stopped.get()) {
                    byte[] request = rep.recv();
                    while (request != null && rep.hasReceiveMore()) {
                        rep.recv();
                    }
                    if (request != null) {
                        rep.send(new String(request, UTF_8).toUpperCase(Locale.ROOT));
                    }
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
