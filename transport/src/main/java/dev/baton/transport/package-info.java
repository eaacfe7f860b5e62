/**
 * ZeroMQ behind a small door: sockets that move {@link dev.baton.wire.Frames}, a way to wait for them and to be woken, and the thread that
 * owns them. The only package that knows JeroMQ; its traps are dealt with here and nowhere else.
 *
 * <p>Of the SDKs' API are only {@link dev.baton.transport.SocketSettings}, {@link dev.baton.transport.CurveSecurity}, {@link
 * dev.baton.transport.CurveKeyPair} and {@link dev.baton.transport.CurvePublicKey}, which users hand over. Everything else may change in any version.
 */
@NullMarked
package dev.baton.transport;

import org.jspecify.annotations.NullMarked;
