/** What of JeroMQ is replaced, see {@link zmq.io.mechanism.curve.Curve}. */
@NullMarked
package zmq.io.mechanism.curve;

import org.jspecify.annotations.NullMarked;
