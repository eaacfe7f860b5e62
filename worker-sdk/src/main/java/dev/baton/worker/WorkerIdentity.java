package dev.baton.worker;

import dev.baton.wire.WorkerSignal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a worker presents itself. */
final class WorkerIdentity {
    private static final int RANDOM_CHARS = 8;

    private WorkerIdentity() {}

    /** An id that no other worker has, not even this one's next start. */
    static String newId(String name) {
        String random = UUID.randomUUID().toString().substring(0, RANDOM_CHARS);
        return name + "-" + ProcessHandle.current().pid() + "-" + random;
    }

    /** The first message on each connection. */
    static WorkerSignal.Register register(String id, int capacity, List<String> methods, Duration heartbeatEvery) {
        return new WorkerSignal.Register(
                id,
                capacity,
                host(),
                ProcessHandle.current().pid(),
                methods,
                version(),
                TimeUnit.NANOSECONDS.toMicros(heartbeatEvery.toNanos()));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private static String version() {
        @Nullable String version = WorkerIdentity.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
