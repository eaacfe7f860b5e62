package dev.baton.worker;

import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
import dev.baton.transport.SocketSettings;
import dev.baton.transport.Sockets;
import dev.baton.wire.ControlChannel;
import dev.baton.wire.Frames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The real {@link BrokerSocket}: a DEALER, and a SUB beside it while the DEALER is connected. */
final class PolledSocket implements BrokerSocket {
    private final Sockets sockets;
    private final MessageSocket dealer;
    private final ControlAddress controlAddress;
    private final LeaderPoll poll;
    private final Runnable onArrival;
    private final boolean tellsArrivals;
    private @Nullable MessageSocket control;

    PolledSocket(
            Sockets sockets, MessageSocket dealer, ControlAddress controlAddress, LeaderPoll poll, Runnable onArrival) {
        this.sockets = sockets;
        this.dealer = dealer;
        this.controlAddress = controlAddress;
        this.poll = poll;
        this.onArrival = onArrival;
        poll.add(dealer);
        this.tellsArrivals = dealer.onArrival(onArrival);
    }

    @Override
    public boolean receive(Frames into) {
        return dealer.receive(into);
    }

    @Override
    public boolean mayHaveInput() {
        return !tellsArrivals || dealer.hasInput();
    }

    @Override
    public SendResult send(Frames message) {
        return dealer.send(message);
    }

    @Override
    public void await(long timeoutNanos) {
        poll.await(timeoutNanos);
    }

    @Override
    public void openControl() {
        closeControl();
        if (!controlAddress.endpoint().isEmpty()) {
            List<String> topics = List.of(controlAddress.workerId(), ControlChannel.EVERYBODY);
            MessageSocket opened =
                    sockets.connectSubscriber(controlAddress.endpoint(), topics, controlAddress.settings());
            // If they cannot be told, a look at the socket comes some milliseconds later.
            boolean unused = opened.onArrival(onArrival);
            control = opened;
            poll.add(opened);
        }
    }

    @Override
    public void closeControl() {
        MessageSocket open = control;
        if (open != null) {
            control = null;
            poll.remove(open);
            open.close();
        }
    }

    @Override
    public boolean receiveControl(Frames into) {
        MessageSocket open = control;
        return open != null && open.receive(into);
    }

    @Override
    public long oversizedMessages() {
        return dealer.oversizedMessages();
    }

    @Override
    public void close() {
        closeControl();
        poll.remove(dealer);
        dealer.close();
    }

    /**
     * Where to subscribe, and as whom.
     *
     * @param endpoint empty: nowhere
     */
    record ControlAddress(String endpoint, String workerId, SocketSettings settings) {}
}
