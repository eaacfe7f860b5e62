package dev.baton.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** JeroMQ lets a peer write its own user id over the authenticator's, so nobody may be able to make one. */
class TicketsTest {
    private final Tickets tickets = new Tickets();
    private final Peer peer = new Peer(CurveKeyPair.generate().publicKey(), "127.0.0.1:4711");

    @Test
    void shouldReadItsOwnTickets() {
        Tickets.Reader reader = tickets.new Reader("frontend");

        assertThat(reader.read(tickets.issue("frontend", peer))).isEqualTo(peer);
        assertThat(reader.read(tickets.issue("frontend", peer))).isSameAs(reader.read(tickets.issue("frontend", peer)));
    }

    @Test
    void shouldNotBelieveATicketThatWasMadeElsewhere() {
        Tickets.Reader reader = tickets.new Reader("frontend");
        String ticket = tickets.issue("frontend", peer);

        assertThat(reader.read(new Tickets().issue("frontend", peer))).isNull();
        assertThat(reader.read(tickets.issue("backend", peer))).isNull();
        assertThat(reader.read(ticket.replace("4711", "4712"))).isNull();
        assertThat(reader.read((ticket.startsWith("x") ? "y" : "x") + ticket.substring(1)))
                .isNull();
        assertThat(reader.read("")).isNull();
        assertThat(reader.read("operator")).isNull();
        assertThat(reader.read("a b c")).isNull();
        assertThat(reader.read(null)).isNull();
    }
}
