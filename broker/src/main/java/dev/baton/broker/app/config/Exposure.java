package dev.baton.broker.app.config;

import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.PoolConfig.BackendMode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Which of a broker's sockets other machines reach. */
public final class Exposure {
    private Exposure() {}

    /** Addresses that other machines reach, and where no keys are asked for. */
    public static List<String> of(BrokerConfig config) {
        List<String> found = new ArrayList<>();
        if (config.keys() == null) {
            add(config.frontend(), found);
            for (PoolConfig pool : config.pools()) {
                if (pool.backendMode() == BackendMode.BIND) {
                    add(pool.backend(), found);
                    add(pool.control(), found);
                }
            }
        }
        return found;
    }

    private static void add(String endpoint, List<String> found) {
        if (endpoint.startsWith("tcp://") && !isLoopback(endpoint)) {
            found.add(endpoint);
        }
    }

    private static boolean isLoopback(String endpoint) {
        String host = endpoint.substring("tcp://".length(), endpoint.lastIndexOf(':'));
        try {
            return !host.equals("*") && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
