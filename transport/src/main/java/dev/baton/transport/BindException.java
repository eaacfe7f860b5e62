package dev.baton.transport;

/** An address could not be bound: it is taken, or not an address of this machine, or not an address at all. */
public final class BindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One line for people. */
    public BindException(String message, Throwable cause) {
        super(message, cause);
    }
}
