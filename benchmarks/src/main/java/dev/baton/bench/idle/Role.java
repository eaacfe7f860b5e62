package dev.baton.bench.idle;

import dev.baton.wire.Frames;
import java.util.Optional;

/** What a peer says once its connection stands. Each peer has its own. */
interface Role {
    /** Its first message, of one frame. */
    default Optional<byte[]> hello() {
        return Optional.empty();
    }

    /** What it says at each of its turns, as an encoded frame. */
    Optional<byte[]> beat();

    /** Its answer to a message; empty: it does not care. */
    default Optional<Frames> answer(Frames message) {
        return Optional.empty();
    }
}
