package dev.baton.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Turns the name of a broker's host into its addresses. {@link #system} asks the system; another one may ask a registry of services, or
 * say what a test wants:
 *
 * <pre>{@code
 * BatonClient client = BatonClient.builder()
 *         .broker("tcp://brokers:5555")
 *         .nameResolver(host -> registry.addressesOf(host))
 *         .build();
 * }</pre>
 */
@FunctionalInterface
public interface NameResolver {
    /**
     * All addresses of this host. Called on a thread of its own, which nothing else waits for: it may take its time.
     *
     * @throws UnknownHostException if it has none; the client goes on with those that it knows, and asks again
     */
    List<InetAddress> addressesOf(String host) throws UnknownHostException;

    /** Asks the system: its hosts file, its name service. The JVM keeps the answers for {@code networkaddress.cache.ttl}, 30 s by default. */
    static NameResolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
