/** What of JeroMQ is replaced, see {@link zmq.io.coder.SpareBuffer}. */
@NullMarked
package zmq.io.coder;

import org.jspecify.annotations.NullMarked;
