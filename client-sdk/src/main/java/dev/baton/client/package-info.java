/**
 * The client: calls methods of services through a broker.
 *
 * <p>In come calls, from any thread: {@link dev.baton.client.BatonClient} encodes each on the caller's thread and leaves it in a mailbox.
 * One thread, the client's loop, owns the socket and all that is known of open calls: it sends them, finds each reply's call by the request
 * id, and ends those whose deadline has passed or whose connection is lost. Out go results: to a caller that waits, directly; to a future,
 * on the callback executor, so that no user code runs on the loop.
 */
@NullMarked
package dev.baton.client;

import org.jspecify.annotations.NullMarked;
