/** What of JeroMQ is replaced, see {@link zmq.Signaler}. */
@NullMarked
package zmq;

import org.jspecify.annotations.NullMarked;
