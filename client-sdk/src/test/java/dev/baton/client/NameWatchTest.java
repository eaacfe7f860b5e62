package dev.baton.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.transport.SocketSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** When names are looked up, on a clock turned by hand, and what comes of it. */
class NameWatchTest {
    private static final long NOW = 77;
    private static final long EVERY = Duration.ofSeconds(30).toNanos();
    private static final long LEAST = NameWatch.LEAST_PAUSE_NANOS;

    private final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();
    private final List<Set<String>> told = new ArrayList<>();
    private int lookUps;

    @Test
    void shouldTellAllAddressesOfAllNames() throws Exception {
        addresses.put("one", addresses("10.0.0.1", "10.0.0.2"));
        addresses.put("two", addresses("10.0.0.3"));
        NameWatch watch = watch("tcp://one:5555", "tcp://10.9.9.9:4444", "tcp://two:7777");

        assertThat(watch.doWork(NOW)).isEqualTo(1);

        assertThat(told)
                .containsExactly(Set.of(
                        "tcp://10.0.0.1:5555", "tcp://10.0.0.2:5555", "tcp://10.9.9.9:4444", "tcp://10.0.0.3:7777"));
        assertThat(watch.trouble()).isEmpty();
    }

    @Test
    void shouldLookAgainAfterTheTimeThatWasSetAndNotBefore() throws Exception {
        addresses.put("one", addresses("10.0.0.1"));
        NameWatch watch = watch("tcp://one:5555");
        watch.doWork(NOW);
        addresses.put("one", addresses("10.0.0.2"));

        assertThat(watch.doWork(NOW + EVERY - 1)).isZero();
        assertThat(lookUps).isEqualTo(1);
        assertThat(watch.doWork(NOW + EVERY)).isEqualTo(1);

        assertThat(told).containsExactly(Set.of("tcp://10.0.0.1:5555"), Set.of("tcp://10.0.0.2:5555"));
    }

    @Test
    void shouldLookSoonWhenAskedButNotInARow() throws Exception {
        addresses.put("one", addresses("10.0.0.1"));
        NameWatch watch = watch("tcp://one:5555");
        watch.doWork(NOW);

        watch.lookSoon();

        assertThat(watch.doWork(NOW + LEAST - 1)).isZero();
        assertThat(watch.doWork(NOW + LEAST)).isEqualTo(1);
        assertThat(watch.doWork(NOW + 2 * LEAST)).isZero();
    }

    @Test
    void shouldKeepTheAddressesOfANameThatIsNotKnownAnyMore() throws Exception {
        addresses.put("one", addresses("10.0.0.1"));
        NameWatch watch = watch("tcp://one:5555");
        watch.doWork(NOW);
        addresses.remove("one");

        watch.doWork(NOW + EVERY);

        assertThat(told).hasSize(2).containsOnly(Set.of("tcp://10.0.0.1:5555"));
        assertThat(watch.trouble()).contains("one", "UnknownHostException");
    }

    @Test
    void shouldAskAgainSoonForANameThatIsNotKnown() throws Exception {
        NameWatch watch = watch("tcp://one:5555");
        watch.doWork(NOW);
        addresses.put("one", addresses("10.0.0.1"));

        assertThat(watch.doWork(NOW + LEAST)).isEqualTo(1);

        assertThat(told).containsExactly(Set.of(), Set.of("tcp://10.0.0.1:5555"));
        assertThat(watch.trouble()).isEmpty();
    }

    @Test
    void shouldLeaveOutAddressesOfVersionSix() throws Exception {
        addresses.put("both", addresses("::1", "10.0.0.1"));
        addresses.put("six", addresses("::1"));
        NameWatch watch = watch("tcp://both:5555", "tcp://six:5555");

        watch.doWork(NOW);

        assertThat(told).containsExactly(Set.of("tcp://10.0.0.1:5555"));
        assertThat(watch.trouble()).contains("six has no IPv4 address");
    }

    private NameWatch watch(String... brokers) {
        ClientConfig config = TestCalls.config(
                Arrays.stream(brokers).map(BrokerAddress::parse).toList(), this::lookUp, SocketSettings.DEFAULTS);
        return new NameWatch(config, told::add);
    }

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        lookUps++;
        if (!addresses.containsKey(host)) {
            throw new UnknownHostException(host);
        }
        return addresses.get(host);
    }

    private static List<InetAddress> addresses(String... literals) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(InetAddress.getByName(literal));
        }
        return addresses;
    }
}
