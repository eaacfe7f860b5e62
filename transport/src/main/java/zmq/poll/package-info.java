/** What of JeroMQ is replaced, see {@link zmq.poll.Poller}. */
@NullMarked
package zmq.poll;

import org.jspecify.annotations.NullMarked;
