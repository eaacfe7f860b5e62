/** Who may connect, asked by what stands in for classes of JeroMQ's, see {@link zmq.io.net.Address}. I/O threads. */
@NullMarked
package zmq.io.net;

import org.jspecify.annotations.NullMarked;
