/**
 * What both ends agree on: the messages of protocol version 1 and how they become frames.
 *
 * <p>In come frames, out go records (for the SDKs) or routing fields (for the broker, which builds no message), and back. Nothing here
 * knows a socket, a clock or a thread; all types but {@link dev.baton.wire.Frames}, {@link dev.baton.wire.RequestRouting} and {@link
 * dev.baton.wire.ReplyRouting} are immutable. The only package that knows protobuf's encoding of Baton's own messages.
 *
 * <p>Of the SDKs' API is what their methods take and return: {@link dev.baton.wire.Payload}, {@link dev.baton.wire.Reply} with its {@link
 * dev.baton.wire.ReplyHeader}, {@link dev.baton.wire.StatusCode}, {@link dev.baton.wire.Executed}, {@link dev.baton.wire.Idempotency} and {@link
 * dev.baton.wire.Priority}. Everything else may change in any version.
 */
@NullMarked
package dev.baton.wire;

import org.jspecify.annotations.NullMarked;
