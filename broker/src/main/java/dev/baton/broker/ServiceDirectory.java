package dev.baton.broker;

import dev.baton.wire.RequestRouting;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which pool serves which method. Names are looked up by their bytes in the header, so a known method costs no string. Broker thread only.
 */
final class ServiceDirectory {
    /** Beyond this many different names, which no honest deployment has, names are not remembered any more. */
    private static final int MAX_REMEMBERED = 4096;

    /** Longer names are looked up each time: whoever invents names must not fill the memory with them. */
    private static final int MAX_REMEMBERED_BYTES = 256;

    /**
     * Where a method leads.
     *
     * @param method {@code package.Service/Method}
     * @param service {@code package.Service}
     * @param pool who serves it; null: nobody
     */
    record Route(String method, String service, @Nullable PoolRoom pool) {}

    private final Map<String, PoolRoom> byService = new HashMap<>();
    private final Map<MethodBytes, Route> remembered = new HashMap<>();
    private final MethodBytes probe = new MethodBytes();
    private final Route foreign;

    ServiceDirectory(List<PoolRoom> pools) {
        for (PoolRoom pool : pools) {
            pool.config().services().forEach(service -> byService.put(service, pool));
        }
        PoolRoom all = byService.get(PoolConfig.ALL_SERVICES);
        foreign = new Route("", "", all == null && pools.size() == 1 ? pools.get(0) : all);
    }

    /** Where a request with this header goes. */
    Route find(byte[] header, RequestRouting routing) {
        probe.set(header, routing.methodOffset(), routing.methodLength());
        Route known = remembered.get(probe);
        return known == null ? resolve() : known;
    }

    /** Where a request without a header goes: to the pool for all services. */
    Route foreign() {
        return foreign;
    }

    /** What is served, for people. */
    String served() {
        return String.join(", ", byService.keySet().stream().sorted().toList());
    }

    private Route resolve() {
        String method = probe.text();
        int slash = method.indexOf('/');
        String service = slash < 0 ? method : method.substring(0, slash);
        PoolRoom pool = byService.get(service);
        Route route = new Route(method, service, pool == null ? byService.get(PoolConfig.ALL_SERVICES) : pool);
        if (remembered.size() < MAX_REMEMBERED && probe.length <= MAX_REMEMBERED_BYTES) {
            remembered.put(probe.copy(), route);
        }
        return route;
    }

    /** A method's name as bytes: a key that can be pointed at a place in a header. */
    private static final class MethodBytes {
        private byte[] bytes = new byte[0];
        private int offset;
        private int length;
        private int hash;

        void set(byte[] newBytes, int newOffset, int newLength) {
            bytes = newBytes;
            offset = newOffset;
            length = newLength;
            int h = 1;
            for (int i = offset; i < offset + length; i++) {
                h = 31 * h + bytes[i];
            }
            hash = h;
        }

        MethodBytes copy() {
            MethodBytes copy = new MethodBytes();
            copy.set(Arrays.copyOfRange(bytes, offset, offset + length), 0, length);
            return copy;
        }

        String text() {
            return new String(bytes, offset, length, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof MethodBytes that
                    && hash == that.hash
                    && Arrays.equals(
                            bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
