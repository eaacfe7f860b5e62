package zmq.io.net;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Decides which connections of a bound socket may stay. Called by I/O threads: it must be quick, and must not throw. */
public interface AcceptGate {
    /** A connection has come. False: it is closed at once. */
    boolean admit(SocketChannel channel);

    /** Its peer has said all that the handshake wants of it. */
    void onHandshaken(SocketChannel channel);

    /** None can be taken for a moment: the process or the system has run out of something. */
    void onShortage(IOException shortage);

    /** Called some times a second while the socket is bound. */
    void tend();
}
