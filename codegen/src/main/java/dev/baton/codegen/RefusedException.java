package dev.baton.codegen;

/** There is something in the request that no code can be written for. The message is for who wrote the .proto. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
