/** What of JeroMQ is replaced, see {@link zmq.socket.reqrep.Dealer}. */
@NullMarked
package zmq.socket.reqrep;

import org.jspecify.annotations.NullMarked;
