package zmq.socket.reqrep;

import java.util.ArrayDeque;
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
 * Replaces JeroMQ's class of this name, for two differences.
 *
 * <p>A bound DEALER deals to a peer only once its handshake is over. JeroMQ deals to whatever TCP has accepted; so a stranger that connects to
 * a backend and says nothing would take its share of the requests, and nobody would ever hear of them again. The end of a handshake shows in the
 * peer's identity, which JeroMQ hands to sockets that ask for it, as a ROUTER does.
 *
 * <p>What has arrived is received, also if the connection has ended since. When a connection that this side made ends, JeroMQ throws away what
 * is unread of it. But it says first that there is something to read, and in that moment everything is taken out here.
 */
public class Dealer extends SocketBase {
    private final FQ fq = new FQ();
    private final LB lb = new LB();
    private final Set<Pipe> strangers = new HashSet<>();
    private final Set<Pipe> own = new HashSet<>();
    private final ArrayDeque<Msg> arrived = new ArrayDeque<>();
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
        lb.attach(pipe);
        if (options.type == ZMQ.ZMQ_DEALER && !options.immediate) { // then it ends with its connection, and unread
            own.add(pipe);
            takeOut(pipe);
        } else {
            fq.attach(pipe);
        }
    }

    /** To the last one, or nothing would tell of the next. Messages come whole: what is incomplete cannot be seen yet. */
    private void takeOut(Pipe pipe) {
        for (Msg msg = pipe.read(); msg != null; msg = pipe.read()) {
            if (!msg.isIdentity()) {
                arrived.add(msg);
            }
        }
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
        return !arrived.isEmpty() || fq.hasIn();
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
        if (own.contains(pipe)) {
            takeOut(pipe);
        } else if (strangers.contains(pipe)) {
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
        if (own.remove(pipe)) {
            lb.terminated(pipe);
        } else if (!strangers.remove(pipe)) {
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
        Msg taken = arrived.poll();
        if (taken != null) {
            return taken;
        }
        Msg msg = fq.recvPipe(errno, pipe);
        while (msg != null && msg.isIdentity()) {
            msg = fq.recvPipe(errno, pipe);
        }
        return msg;
    }
}
