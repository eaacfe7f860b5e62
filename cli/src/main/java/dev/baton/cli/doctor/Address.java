package dev.baton.cli.doctor;

import dev.baton.broker.PoolConfig;
import dev.baton.broker.PoolConfig.BackendMode;
import dev.baton.broker.app.config.EffectiveConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * An address of the configuration.
 *
 * @param key the setting
 * @param host a name, an IP address, or * for all of this machine's
 * @param port 0: whichever is free
 * @param isBound whether the broker listens there; else it connects there
 */
record Address(String key, String host, int port, boolean isBound) {

    static List<Address> of(EffectiveConfig config) {
        List<Address> addresses = new ArrayList<>();
        addresses.add(of("frontend", config.broker().frontend(), true));
        for (PoolConfig pool : config.broker().pools()) {
            String key = pool.name().equals("default") ? "backend" : "pools." + pool.name() + ".backend";
            addresses.add(of(key, pool.backend(), pool.backendMode() == BackendMode.BIND));
        }
        config.admin()
                .ifPresent(admin -> addresses.add(new Address("admin", admin.getHostString(), admin.getPort(), true)));
        return addresses;
    }

    /** {@code tcp://host:port}, as the configuration's own checks let it pass. */
    private static Address of(String key, String uri, boolean isBound) {
        int colon = uri.lastIndexOf(':');
        String port = uri.substring(colon + 1);
        String host = uri.substring(uri.indexOf("://") + 3, colon).replaceAll("[\\[\\]]", "");
        return new Address(key, host, port.equals("*") ? 0 : Integer.parseInt(port), isBound);
    }

    /** Whether it is a name that somebody must look up. */
    boolean hasName() {
        return !host.equals("*") && !host.contains(":") && !host.matches("[0-9.]+");
    }

    @Override
    public String toString() {
        return key + " " + host + ":" + (port == 0 ? "*" : port);
    }
}
