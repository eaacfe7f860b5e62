/** Stands in for a class of JeroMQ's, see {@link zmq.io.IOObject}. I/O threads. */
@NullMarked
package zmq.io;

import org.jspecify.annotations.NullMarked;
