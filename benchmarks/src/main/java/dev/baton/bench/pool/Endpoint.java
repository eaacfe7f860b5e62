package dev.baton.bench.pool;

import dev.baton.transport.ConnectionListener;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.SocketSettings;
import dev.baton.transport.Sockets;
import dev.baton.transport.WakeUp;

/** Where the requests come from. */
record Endpoint(Sockets sockets, String address) {
    MessageSocket connect() {
        return sockets.connectDealer(address, new byte[0], SocketSettings.DEFAULTS, ConnectionListener.NONE);
    }

    SocketPoll poll(WakeUp wakeUp, MessageSocket... on) {
        return sockets.poll(wakeUp, on);
    }
}
