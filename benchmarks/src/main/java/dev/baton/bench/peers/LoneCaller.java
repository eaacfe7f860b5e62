package dev.baton.bench.peers;

/** Calls and waits, on one thread. */
@FunctionalInterface
public interface LoneCaller {
    /** The reply to the request. */
    byte[] call(byte[] request) throws Exception;
}
