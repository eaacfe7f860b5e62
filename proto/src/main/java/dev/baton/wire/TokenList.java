package dev.baton.wire;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** A list of tokens. Immutable. */
public final class TokenList {
    private static final TokenList EMPTY = new TokenList(new long[0]);

    private final long[] tokens;

    private TokenList(long[] tokens) {
        this.tokens = tokens;
    }

    /** A list of these. */
    public static TokenList of(long... tokens) {
        return tokens.length == 0 ? EMPTY : new TokenList(tokens.clone());
    }

    /** How many. */
    public int size() {
        return tokens.length;
    }

    /** The token at this place, from 0. */
    public long get(int index) {
        return tokens[index];
    }

    /** Shows each to a consumer, in order. */
    public void forEach(LongConsumer consumer) {
        for (long token : tokens) {
            consumer.accept(token);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenList that && Arrays.equals(tokens, that.tokens);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tokens);
    }

    @Override
    public String toString() {
        return Arrays.toString(tokens);
    }
}
