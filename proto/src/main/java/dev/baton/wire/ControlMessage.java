package dev.baton.wire;

import java.util.List;

/** What a broker tells its workers over the control channel. */
public sealed interface ControlMessage {
    /** Take nothing new, finish what you have, stay connected. */
    record Drain() implements ControlMessage {}

    /** Take requests again. */
    record Resume() implements ControlMessage {}

    /**
     * Nobody waits for these requests any more.
     *
     * @param tokens of their dispatches; whoever does not hold one passes it over
     */
    record Cancel(TokenList tokens) implements ControlMessage {}

    /**
     * The clients of these streams take more partial replies.
     *
     * @param grants whoever does not hold one of them passes it over
     */
    record Credit(List<Grant> grants) implements ControlMessage {
        public Credit {
            grants = List.copyOf(grants);
        }
    }

    /**
     * The credit of one stream.
     *
     * @param token of its dispatch
     * @param credit the new sums
     */
    record Grant(long token, StreamCredit credit) {}
}
