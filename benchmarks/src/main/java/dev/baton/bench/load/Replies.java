package dev.baton.bench.load;

import dev.baton.bench.plan.ServiceTime;

/** Checks that replies are what they should be; a wrong one ends the process, because figures of it would mean nothing. */
final class Replies {
    private static final int WRONG_REPLY = 3;

    private Replies() {}

    static void check(byte[] reply, long index, int bytes) {
        if (reply.length != bytes || ServiceTime.indexOf(reply) != index) {
            System.err.println("wrong reply to " + index + ": " + reply.length + " bytes");
            Runtime.getRuntime().halt(WRONG_REPLY);
        }
    }
}
