package zmq.socket.reqrep;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import zmq.Ctx;
import zmq.Msg;
import zmq.Options;
import zmq.SocketBase;
import zmq.ZError;
import zmq.ZMQ;
import zmq.pipe.Pipe;
import zmq.socket.FQ;
import zmq.socket.LB;
import zmq.util.Blob;
import zmq.util.ValueReference;

/**
 * Replaces JeroMQ's class of this name, for one difference: a bound DEALER deals to a peer only once its handshake is over. JeroMQ deals to
 * whatever TCP has accepted; so a stranger that connects to a backend and says nothing would take its share of the requests, and nobody would
 * ever hear of them again.
 *
 * <p>The end of a handshake shows in the peer's identity, which JeroMQ hands to sockets that ask for it, as a ROUTER does.
 */
public class Dealer extends SocketBase {
    private final FQ fq = new FQ();
    private final LB lb = new LB();
    private final Set<Pipe> strangers = new HashSet<>();
    private boolean probeRouter;

    /** Called by JeroMQ. */
    public Dealer(Ctx parent, int tid, int sid) {
        super(parent, tid, sid);
        options.type = ZMQ.ZMQ_DEALER;
        options.canSendHelloMsg = true;
        options.canReceiveHiccupMsg = true;
        options.recvIdentity = true;
    }

    @Override
    protected void xattachPipe(Pipe pipe, boolean subscribe2all, boolean isLocallyInitiated) {
        if (probeRouter) {
            pipe.write(new Msg());
            pipe.flush();
        }
        if (isLocallyInitiated) {
            // Made by its owner's own connect, and good for all the connections that follow one another there.
            admit(pipe);
        } else {
            strangers.add(pipe);
            meet(pipe);
        }
    }

    private void admit(Pipe pipe) {
        fq.attach(pipe);
        lb.attach(pipe);
    }

    /** The first thing to be read is the identity, once the handshake is over. */
    private void meet(Pipe pipe) {
        if (pipe.read() != null) {
            strangers.remove(pipe);
            admit(pipe);
        }
    }

    @Override
    protected boolean xsetsockopt(int option, Object optval) {
        if (option == ZMQ.ZMQ_PROBE_ROUTER) {
            probeRouter = Options.parseBoolean(option, optval);
            return true;
        }
        errno.set(ZError.EINVAL);
        return false;
    }

    @Override
    protected boolean xsend(Msg msg) {
        return sendpipe(msg, null);
    }

    @Override
    @SuppressWarnings("NullAway") // JeroMQ says by null that there is nothing
    protected @Nullable Msg xrecv() {
        return recvpipe(null);
    }

    @Override
    protected boolean xhasIn() {
        return fq.hasIn();
    }

    @Override
    protected boolean xhasOut() {
        return lb.hasOut();
    }

    @Override
    protected Blob getCredential() {
        return fq.getCredential();
    }

    @Override
    protected void xreadActivated(Pipe pipe) {
        if (strangers.contains(pipe)) {
            meet(pipe);
        } else {
            fq.activated(pipe);
        }
    }

    @Override
    protected void xwriteActivated(Pipe pipe) {
        if (!strangers.contains(pipe)) {
            lb.activated(pipe);
        }
    }

    @Override
    protected void xpipeTerminated(Pipe pipe) {
        if (!strangers.remove(pipe)) {
            fq.terminated(pipe);
            lb.terminated(pipe);
        }
    }

    /** Offers a frame to the next peer. */
    protected final boolean sendpipe(Msg msg, @Nullable ValueReference<Pipe> pipe) {
        return lb.sendpipe(msg, errno, pipe);
    }

    /** Takes the next frame. A connection that is made again begins with another identity, which is nobody's business. */
    protected final @Nullable Msg recvpipe(@Nullable ValueReference<Pipe> pipe) {
        Msg msg = fq.recvPipe(errno, pipe);
        while (msg != null && msg.isIdentity()) {
            msg = fq.recvPipe(errno, pipe);
        }
        return msg;
    }
}
