package zmq.io.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Replaces JeroMQ's class of this name, for one difference: {@link #host} tells the port too. JeroMQ asks for it in one place, for the address
 * that it shows the authenticator; with the port that is one connection, which can be ended when its key is revoked, and not all that come from
 * that machine.
 */
public class Address {
    /** An address of some protocol. */
    public interface IZAddress {
        /** Which protocol. */
        ProtocolFamily family();

        /** With another port. */
        String toString(int port);

        /** Looks it up. */
        InetSocketAddress resolve(String name, boolean ipv6, boolean local);

        /** Where to. */
        @Nullable
        SocketAddress address();

        /** Where from. */
        @Nullable
        SocketAddress sourceAddress();
    }

    private final NetProtocol protocol;
    private final String address;
    private @Nullable IZAddress resolved;

    /** From the name of the protocol. */
    public Address(String protocol, String address) {
        this(NetProtocol.getProtocol(protocol), address);
    }

    /** Not resolved yet. */
    public Address(NetProtocol protocol, String address) {
        this.protocol = protocol;
        this.address = address;
    }

    /** Of a peer. */
    public Address(SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress inet)) {
            throw new IllegalArgumentException("not an IP address: " + peer);
        }
        this.protocol = NetProtocol.tcp;
        this.address = inet.getAddress().getHostAddress() + ":" + inet.getPort();
    }

    @Override
    public String toString() {
        IZAddress known = resolved;
        if (known != null) {
            return known.toString();
        }
        return address.isEmpty() ? "" : protocol.name() + "://" + address;
    }

    /** Of TCP, in the end. */
    public NetProtocol protocol() {
        return protocol;
    }

    /** {@code host:port}. */
    public String address() {
        return address;
    }

    /** {@code host:port} as well: see above. */
    public String host() {
        return address;
    }

    /** What it resolved to; null: not yet. */
    public @Nullable IZAddress resolved() {
        return resolved;
    }

    /** Whether it was resolved. */
    public boolean isResolved() {
        return resolved != null;
    }

    /** Looks it up. */
    public @Nullable IZAddress resolve(boolean ipv6) {
        resolved = protocol.zresolve(address, ipv6);
        return resolved;
    }
}
