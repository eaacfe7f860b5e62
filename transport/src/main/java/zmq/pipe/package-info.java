/** What of JeroMQ is replaced, see {@link zmq.pipe.YQueue}. */
@NullMarked
package zmq.pipe;

import org.jspecify.annotations.NullMarked;
