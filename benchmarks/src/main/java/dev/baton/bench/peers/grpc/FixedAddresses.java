package dev.baton.bench.peers.grpc;

import dev.baton.bench.process.Ports;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/** A fixed list of servers behind one name. */
final class FixedAddresses extends NameResolverProvider {
    static final String SCHEME = "fixed";

    private static final int PRIORITY = 5;

    private final List<EquivalentAddressGroup> servers;

    FixedAddresses(List<Integer> ports) {
        servers = ports.stream()
                .map(port -> new EquivalentAddressGroup(new InetSocketAddress(Ports.HOST, port)))
                .toList();
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args arguments) {
        return new NameResolver() {
            @Override
            public String getServiceAuthority() {
                return "bench";
            }

            @Override
            public void start(Listener2 listener) {
                listener.onResult(ResolutionResult.newBuilder()
                        .setAddressesOrError(StatusOr.fromValue(servers))
                        .build());
            }

            @Override
            public void shutdown() {
                // nothing runs
            }
        };
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return PRIORITY;
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }
}
