package dev.baton.worker;

import dev.baton.transport.MessageSocket;
import dev.baton.transport.SocketSettings;
import dev.baton.transport.Sockets;
import dev.baton.transport.WakeUp;
import dev.baton.wire.WireCodec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a worker's sockets are made of. Each broker has I/O threads of its own: a name that takes seconds to resolve, or a thread that dies, is
 * no trouble of the other brokers. Made and closed by one thread; the rest is the leader's.
 */
final class WorkerSockets implements AutoCloseable {
    private final WorkerConfig config;
    private final WakeUp wakeUp = new WakeUp();
    private final List<Sockets> rooms;
    private final LeaderPoll poll;

    WorkerSockets(WorkerConfig config, Runnable onIoThreadDeath) {
        this.config = config;
        this.rooms = IntStream.range(0, config.brokers().size())
                .mapToObj(i -> Sockets.open(ioName(i), 1, death -> onIoThreadDeath.run()))
                .toList();
        this.poll = new LeaderPoll(rooms.get(0), wakeUp);
    }

    private String ioName(int broker) {
        return broker == 0 ? config.name() : config.name() + "-broker" + (broker + 1);
    }

    /** By which others wake the leader. */
    WakeUp wakeUp() {
        return wakeUp;
    }

    /**
     * Makes sockets to one of the brokers.
     *
     * @param broker its place in the configuration
     * @param methods what the worker tells the broker first
     * @param onArrival called by an I/O thread when something arrives after the socket was found empty
     */
    BrokerSocket.Opener opener(int broker, String workerId, List<String> methods, Runnable onArrival) {
        BrokerAddress address = config.brokers().get(broker);
        Sockets room = rooms.get(broker);
        SocketSettings settings = config.socketSettings();
        byte[] hello = WireCodec.encode(
                WorkerIdentity.register(workerId, config.capacity(), methods, config.heartbeatEvery()));
        PolledSocket.ControlAddress control = new PolledSocket.ControlAddress(address.control(), workerId, settings);
        return state -> {
            MessageSocket dealer = room.connectDealer(address.backend(), hello, settings, state);
            return new PolledSocket(room, dealer, control, poll, onArrival);
        };
    }

    @Override
    public void close() {
        poll.close();
        rooms.forEach(Sockets::close);
        wakeUp.close();
    }
}
