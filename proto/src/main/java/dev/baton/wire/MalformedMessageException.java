package dev.baton.wire;

/** A message that is not what its place says it is. Whoever catches it counts and drops the message; it never stops anything. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what was expected and what came
     */
    public MalformedMessageException(String message) {
        // No stack trace: a flood of garbage must stay cheap.
        super(message, null, false, false);
    }
}
