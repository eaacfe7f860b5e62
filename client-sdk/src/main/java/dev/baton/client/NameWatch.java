package dev.baton.client;

import dev.baton.transport.BugLog;
import dev.baton.transport.LoopTask;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up the brokers' names, now and then and when a connection was lost, and tells which endpoints they stand for. It has a thread of its
 * own, because the system may take many seconds for an answer, and because JeroMQ would look up names on its I/O thread and
 * then use only the first address. A name that cannot be resolved keeps the addresses that it had. Clients whose brokers have no names do
 * without it.
 */
final class NameWatch implements LoopTask {
    /** Neither a lost connection nor an error makes it ask more often. */
    static final long LEAST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Logger log = LoggerFactory.getLogger(NameWatch.class);

    private final BugLog bugs = new BugLog(log, "a bug in the look-up of brokers' names; it goes on");

    private final List<BrokerAddress> brokers;
    private final NameResolver resolver;
    private final long everyNanos;
    private final Consumer<Set<String>> onEndpoints;
    private final Map<BrokerAddress, Set<String>> endpoints = new LinkedHashMap<>(); // this thread's
    private boolean asked;
    private long askedNanos;
    private boolean allKnown;
    private volatile boolean wanted;
    private volatile @Nullable Thread sleeper;
    private volatile String trouble = "";

    /**
     * Tells nothing before its first pass.
     *
     * @param onEndpoints gets all endpoints of all brokers after each look-up; called on this thread
     */
    NameWatch(ClientConfig config, Consumer<Set<String>> onEndpoints) {
        this.brokers = config.brokers();
        this.resolver = config.nameResolver();
        this.everyNanos = config.resolveEvery().toNanos();
        this.onEndpoints = onEndpoints;
    }

    /** Asks again soon. Thread-safe. */
    void lookSoon() {
        wanted = true;
        LockSupport.unpark(sleeper);
    }

    /** Why a name has no address; empty if all have one. Thread-safe. */
    String trouble() {
        return trouble;
    }

    @Override
    public int doWork(long nowNanos) {
        if (nanosToNextLook(nowNanos) > 0) {
            return 0;
        }
        asked = true;
        askedNanos = nowNanos;
        wanted = false;
        lookUpAll();
        return 1;
    }

    private long nanosToNextLook(long nowNanos) {
        if (!asked) {
            return 0;
        }
        long pauseNanos = wanted || !allKnown ? Math.min(LEAST_PAUSE_NANOS, everyNanos) : everyNanos;
        return askedNanos + pauseNanos - nowNanos;
    }

    private void lookUpAll() {
        String troubleNow = "";
        for (BrokerAddress broker : brokers) {
            String why = lookUp(broker);
            troubleNow = why.isEmpty() ? troubleNow : why;
        }
        if (!troubleNow.isEmpty() && !troubleNow.equals(trouble)) {
            log.warn("{}; asking again", troubleNow);
        }
        trouble = troubleNow;
        allKnown = troubleNow.isEmpty();
        Set<String> all = new LinkedHashSet<>();
        endpoints.values().forEach(all::addAll);
        onEndpoints.accept(all);
    }

    /** Returns why it has no addresses. */
    private String lookUp(BrokerAddress broker) {
        if (!broker.isName()) {
            endpoints.put(broker, Set.of(broker.toString()));
            return "";
        }
        try {
            return take(broker, resolver.addressesOf(broker.host()));
        } catch (UnknownHostException | RuntimeException e) { // a resolver is anybody's code
            return "the name " + broker.host() + " could not be resolved (" + e + ")";
        }
    }

    /** JeroMQ connects to addresses of version 4 unless told otherwise. */
    private String take(BrokerAddress broker, List<InetAddress> addresses) {
        Set<String> found = new LinkedHashSet<>();
        for (InetAddress address : addresses) {
            if (address instanceof Inet4Address) {
                found.add(broker.at(address.getHostAddress()));
            }
        }
        if (found.isEmpty()) {
            return "the name " + broker.host() + " has no IPv4 address (" + addresses + ")";
        }
        endpoints.put(broker, found);
        return "";
    }

    @Override
    public void await(long nowNanos) {
        sleeper = Thread.currentThread();
        long nanos = nanosToNextLook(nowNanos);
        if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    @Override
    public void onStop() {}

    @Override
    public void onError(Throwable error) {
        bugs.write(error);
    }
}
