package dev.baton.fuzz;

import dev.baton.transport.MessageSocket;
import dev.baton.transport.Peer;
import dev.baton.transport.SendResult;
import dev.baton.wire.Frames;
import org.jspecify.annotations.Nullable;

/** A socket that receives one message, the next one. */
final class CannedSocket implements MessageSocket {
    Frames next = new Frames();

    @Override
    public boolean receive(Frames into) {
        into.clear();
        if (next.count() == 0) {
            return false;
        }
        into.addAll(next.slice(0, next.count()), 0, next.count());
        next = new Frames();
        return true;
    }

    @Override
    public SendResult send(Frames message) {
        return SendResult.SENT;
    }

    @Override
    public boolean hasInput() {
        return next.count() > 0;
    }

    @Override
    public boolean onArrival(Runnable onArrival) {
        return false;
    }

    @Override
    public String lastPeerAddress() {
        return "127.0.0.1:1";
    }

    @Override
    public @Nullable Peer lastPeer() {
        return null;
    }

    @Override
    public String endpoint() {
        return "tcp://127.0.0.1:1";
    }

    @Override
    public long oversizedMessages() {
        return 0;
    }

    @Override
    public void close() {}
}
