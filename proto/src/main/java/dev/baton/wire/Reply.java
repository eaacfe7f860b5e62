package dev.baton.wire;

/**
 * A reply as the SDKs see it.
 *
 * @param header what Baton knows of it
 * @param payload what the method returned
 */
public record Reply(ReplyHeader header, Payload payload) {}
