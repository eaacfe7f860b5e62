/** Stands in for a class of JeroMQ's, see {@link zmq.io.net.tcp.TcpListener}. I/O threads. */
@NullMarked
package zmq.io.net.tcp;

import org.jspecify.annotations.NullMarked;
