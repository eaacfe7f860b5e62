package dev.baton.broker;

import dev.baton.broker.observe.BrokerObserver;
import dev.baton.transport.ConnectionListener;
import dev.baton.transport.Mailbox;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.SocketSettings;
import dev.baton.transport.Sockets;
import dev.baton.transport.WakeUp;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Everything that the broker loop is given to own: bound sockets, the mailbox for its commands, and the bell. */
final class BrokerSockets {
    /** A slow client is handled by its outbox; the socket's own queue only smooths. */
    private static final int FRONTEND_HIGH_WATER_MARK = 1000;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SEQUENCE_BITS = 40;
    private static final int EPOCH_BITS = 22;

    private final Sockets sockets;
    private final WakeUp wakeUp = new WakeUp();
    /** Connection events must not be lost, so nothing is ever refused; their number is limited by that of the connections. */
    private final Mailbox<Runnable> commands = new Mailbox<>(Integer.MAX_VALUE, wakeUp);

    private final MessageSocket frontend;
    private final List<MessageSocket> backends = new ArrayList<>();

    private BrokerSockets(Sockets sockets, BrokerConfig config, PoolEvents events) {
        this.sockets = sockets;
        this.frontend = sockets.bindRouter(
                config.frontend(),
                config.socketSettings().withHighWaterMark(FRONTEND_HIGH_WATER_MARK),
                ConnectionListener.NONE);
        for (int i = 0; i < config.pools().size(); i++) {
            backends.add(attach(config.pools().get(i), config.socketSettings(), listener(i, events)));
        }
    }

    /** Hears of a pool's connections, on the broker thread. */
    interface PoolEvents {
        void onConnected(int pool, String address);

        void onDisconnected(int pool, String address);
    }

    /** Binds everything, or nothing. */
    static BrokerSockets open(BrokerConfig config, PoolEvents events, Consumer<Throwable> onIoThreadDeath) {
        Sockets sockets = Sockets.open("baton-broker", 1, onIoThreadDeath);
        try {
            return new BrokerSockets(sockets, config, events);
        } catch (RuntimeException e) {
            sockets.close();
            throw e;
        }
    }

    private MessageSocket attach(PoolConfig pool, SocketSettings settings, ConnectionListener listener) {
        return switch (pool.backendMode()) {
            case BIND -> sockets.bindDealer(pool.backend(), settings, listener);
            case CONNECT -> sockets.connectDealer(pool.backend(), new byte[0], settings, listener);
        };
    }

    private ConnectionListener listener(int pool, PoolEvents events) {
        return new ConnectionListener() {
            @Override
            public void onConnected(String peerAddress) {
                commands.offer(() -> events.onConnected(pool, peerAddress));
            }

            @Override
            public void onDisconnected(String peerAddress) {
                commands.offer(() -> events.onDisconnected(pool, peerAddress));
            }
        };
    }

    List<PoolRoom> makeRooms(BrokerConfig config, ReplyDesk desk, BrokerObserver observer, long now) {
        List<PoolRoom> rooms = new ArrayList<>();
        for (int i = 0; i < backends.size(); i++) {
            rooms.add(new PoolRoom(
                    config, config.pools().get(i), backends.get(i), desk, observer, randomFirstToken(), now));
        }
        return List.copyOf(rooms);
    }

    /** Another range of tokens at each start, so that replies meant for a predecessor find nothing. */
    private static long randomFirstToken() {
        return (long) RANDOM.nextInt(1, 1 << EPOCH_BITS) << SEQUENCE_BITS;
    }

    SocketPoll poll() {
        MessageSocket[] all = new MessageSocket[backends.size() + 1];
        all[0] = frontend;
        for (int i = 0; i < backends.size(); i++) {
            all[i + 1] = backends.get(i);
        }
        return sockets.poll(wakeUp, all);
    }

    MessageSocket frontend() {
        return frontend;
    }

    Mailbox<Runnable> commands() {
        return commands;
    }

    WakeUp wakeUp() {
        return wakeUp;
    }

    /** Ends the I/O threads; the sockets are closed already. */
    void closeContext() {
        sockets.close();
    }
}
