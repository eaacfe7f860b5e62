/**
 * ZeroMQ behind a small door: sockets that move {@link dev.baton.wire.Frames}, a way to wait for them and to be woken, and the thread that
 * owns them. The only package that knows JeroMQ; its traps are dealt with here and nowhere else.
 */
@NullMarked
package dev.baton.transport;

import org.jspecify.annotations.NullMarked;
