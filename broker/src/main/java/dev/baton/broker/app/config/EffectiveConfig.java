package dev.baton.broker.app.config;

import dev.baton.broker.BrokerConfig;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The configuration as it is used, complete and checked, with the source of each value. Immutable. */
public final class EffectiveConfig {
    private final BrokerConfig broker;
    private final String admin;
    private final List<EffectiveValue<?>> values;

    EffectiveConfig(BrokerConfig broker, String admin, List<EffectiveValue<?>> values) {
        this.broker = broker;
        this.admin = admin;
        this.values = values;
    }

    /** What the broker is started with. */
    public BrokerConfig broker() {
        return broker;
    }

    /** Where the admin port is bound, not resolved yet; empty: nowhere. */
    public Optional<InetSocketAddress> admin() {
        if (admin.equals("off")) {
            return Optional.empty();
        }
        int colon = admin.lastIndexOf(':');
        return Optional.of(InetSocketAddress.createUnresolved(
                admin.substring(0, colon), Integer.parseInt(admin.substring(colon + 1))));
    }

    /** All of it as YAML that could be used as a configuration file, with the source of each value beside it. */
    public String toYaml() {
        return new EffectiveYaml().write(new ArrayList<>(values));
    }
}
