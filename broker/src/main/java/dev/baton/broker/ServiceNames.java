package dev.baton.broker;

import dev.baton.wire.WorkerSignal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The services that a configuration or a worker has named: the rest share a tag, because a meter never forgets one. Broker thread only. */
final class ServiceNames {
    private static final int MAX_SERVICES = 1024;
    private static final String OTHER = "other";

    private final Set<String> known = new HashSet<>();

    ServiceNames(List<String> configured) {
        configured.stream()
                .filter(service -> !service.equals(PoolConfig.ALL_SERVICES))
                .forEach(known::add);
    }

    void learn(WorkerSignal.Register register) {
        for (String method : register.methods()) {
            int slash = method.indexOf('/');
            if (slash > 0 && known.size() < MAX_SERVICES) {
                known.add(method.substring(0, slash));
            }
        }
    }

    String tag(String service) {
        return known.contains(service) ? service : OTHER;
    }
}
