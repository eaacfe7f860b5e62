package dev.baton.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a worker's leader and its socket and sees who is inside, and that nobody else is. Thread-safe. */
public final class SocketWatch {
    private final AtomicReference<Thread> inside = new AtomicReference<>();
    private final AtomicReference<String> violation = new AtomicReference<>("");
    private final AtomicLong calls = new AtomicLong();
    private final Set<String> users = ConcurrentHashMap.newKeySet();

    /** The same builder; the worker's socket will be watched. */
    public BatonWorkerBuilder watch(BatonWorkerBuilder builder) {
        return builder.decorateSocket(this::watched);
    }

    private BrokerSocket watched(BrokerSocket socket) {
        return (BrokerSocket) Proxy.newProxyInstance(
                BrokerSocket.class.getClassLoader(),
                new Class<?>[] {BrokerSocket.class},
                (proxy, method, arguments) -> alone(socket, method, arguments));
    }

    private Object alone(BrokerSocket socket, Method method, Object[] arguments) throws Throwable {
        Thread self = Thread.currentThread();
        Thread other = inside.compareAndExchange(null, self);
        if (other != null) {
            violation.compareAndSet("", self.getName() + " came while " + other.getName() + " was inside");
        }
        calls.incrementAndGet();
        users.add(self.getName());
        try {
            return method.invoke(socket, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            inside.compareAndSet(self, null);
        }
    }

    /** The first time that two threads were inside at once; empty: never. */
    public String violation() {
        return violation.get();
    }

    /** How often the socket was called. */
    public long calls() {
        return calls.get();
    }

    /** The threads that have called it. */
    public Set<String> users() {
        return Set.copyOf(users);
    }
}
