package dev.baton.wire;

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
}
