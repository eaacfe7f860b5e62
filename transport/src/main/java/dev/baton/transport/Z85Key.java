package dev.baton.transport;

import org.zeromq.ZMQ;

/** Keys as text. JeroMQ decodes whatever it is given; this refuses what is not a key. */
final class Z85Key {
    private static final String ALPHABET =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    private Z85Key() {}

    static byte[] decode(String z85, String what) {
        if (z85.length() != ZMQ.Curve.KEY_SIZE_Z85 || !z85.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)) {
            // The text is not repeated: it may be a secret.
            throw new IllegalArgumentException(
                    what + ": " + z85.length() + " characters (expected: 40 characters of Z85, as keygen writes them)");
        }
        return ZMQ.Curve.z85Decode(z85);
    }
}
