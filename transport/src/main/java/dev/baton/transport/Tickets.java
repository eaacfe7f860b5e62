package dev.baton.transport;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What the authenticator gives each connection as its user id, so that the messages tell whose they are.
 *
 * <p>It is sealed, because JeroMQ lets a peer write over it: a property called {@code User-Id} in the peer's own handshake wins over the
 * authenticator's, and so does one called {@code Peer-Address}. So nothing of that is believed but a ticket that was made here, and the address
 * in it. Thread-safe, but for {@link Reader}.
 */
final class Tickets {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SEAL_CHARS = 43;

    private final SecretKeySpec seal;

    Tickets() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        seal = new SecretKeySpec(random, ALGORITHM);
    }

    /** A ticket for the connection of this peer to this door. */
    String issue(String door, Peer peer) {
        String content = peer.key() + " " + peer.address();
        return sealOf(door, content) + content;
    }

    private String sealOf(String door, String content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(seal);
            mac.update((door + "\n" + content).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private @Nullable Peer verify(String door, String ticket) {
        int space = ticket.indexOf(' ');
        if (ticket.length() <= SEAL_CHARS || space < SEAL_CHARS) {
            return null;
        }
        byte[] expected = sealOf(door, ticket.substring(SEAL_CHARS)).getBytes(StandardCharsets.UTF_8);
        byte[] seen = ticket.substring(0, SEAL_CHARS).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, seen)
                ? new Peer(CurvePublicKey.parse(ticket.substring(SEAL_CHARS, space)), ticket.substring(space + 1))
                : null;
    }

    /** Reads the tickets of one door, each of them once. For the owner of the socket. */
    final class Reader {
        private static final int MAX_KNOWN = 20_000;
        private final String door;
        private final Map<String, Peer> known = new HashMap<>();

        Reader(String door) {
            this.door = door;
        }

        /** Whose it is, always the same object for the same connection but for rare cases; null: it was not made here. */
        @Nullable
        Peer read(@Nullable String ticket) {
            if (ticket == null) {
                return null;
            }
            Peer peer = known.get(ticket);
            return peer == null ? remember(ticket) : peer;
        }

        private @Nullable Peer remember(String ticket) {
            Peer peer = verify(door, ticket);
            if (peer != null) {
                if (known.size() >= MAX_KNOWN) {
                    known.clear(); // most of these connections are long gone
                }
                known.put(ticket, peer);
            }
            return peer;
        }
    }
}
