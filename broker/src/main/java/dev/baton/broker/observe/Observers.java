package dev.baton.broker.observe;

import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.StatusCode;
import java.util.List;

/** Several observers as one; each hears everything, in their order. */
public final class Observers implements BrokerObserver {
    private final BrokerObserver[] all;

    /** These. */
    public Observers(List<BrokerObserver> observers) {
        this.all = observers.toArray(BrokerObserver[]::new);
    }

    @Override
    public void onEnded(String service, StatusCode status, long nanos) {
        for (BrokerObserver observer : all) {
            observer.onEnded(service, status, nanos);
        }
    }

    @Override
    public void onFinished(FinishedRequest request) {
        for (BrokerObserver observer : all) {
            observer.onFinished(request);
        }
    }

    @Override
    public void onWorkerChanged(String pool, WorkerSnapshot worker, boolean saidGoodbye) {
        for (BrokerObserver observer : all) {
            observer.onWorkerChanged(pool, worker, saidGoodbye);
        }
    }

    @Override
    public void onDispatched(long queueWaitNanos) {
        for (BrokerObserver observer : all) {
            observer.onDispatched(queueWaitNanos);
        }
    }

    @Override
    public void onPartial() {
        for (BrokerObserver observer : all) {
            observer.onPartial();
        }
    }

    @Override
    public void onControlSent(ControlKind kind) {
        for (BrokerObserver observer : all) {
            observer.onControlSent(kind);
        }
    }

    @Override
    public void onHandBack(HandBackReason reason) {
        for (BrokerObserver observer : all) {
            observer.onHandBack(reason);
        }
    }

    @Override
    public void onLeaseLost(String method, int attempt) {
        for (BrokerObserver observer : all) {
            observer.onLeaseLost(method, attempt);
        }
    }

    @Override
    public void onRejected(RejectReason reason) {
        for (BrokerObserver observer : all) {
            observer.onRejected(reason);
        }
    }

    @Override
    public void onDropped(DropReason reason) {
        for (BrokerObserver observer : all) {
            observer.onDropped(reason);
        }
    }

    @Override
    public void onOverrun(String method, int attempt) {
        for (BrokerObserver observer : all) {
            observer.onOverrun(method, attempt);
        }
    }

    @Override
    public void onConnectionsRefused(ConnectionRefusal reason, long count) {
        for (BrokerObserver observer : all) {
            observer.onConnectionsRefused(reason, count);
        }
    }

    @Override
    public void onConnections(int open) {
        for (BrokerObserver observer : all) {
            observer.onConnections(open);
        }
    }

    @Override
    public void onLoopError(Throwable error) {
        for (BrokerObserver observer : all) {
            observer.onLoopError(error);
        }
    }

    @Override
    public void onSnapshot(BrokerSnapshot snapshot) {
        for (BrokerObserver observer : all) {
            observer.onSnapshot(snapshot);
        }
    }

    @Override
    public void onAuth(AuthOutcome outcome) {
        for (BrokerObserver observer : all) {
            observer.onAuth(outcome);
        }
    }
}
