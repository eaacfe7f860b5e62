/** Who may connect, asked by what stands in for classes of JeroMQ's. I/O threads. */
@NullMarked
package zmq.io.net;

import org.jspecify.annotations.NullMarked;
