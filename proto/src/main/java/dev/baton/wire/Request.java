package dev.baton.wire;

/**
 * A request as the SDKs see it.
 *
 * @param header what Baton knows of it
 * @param payload what the method gets
 */
public record Request(RequestHeader header, Payload payload) {}
