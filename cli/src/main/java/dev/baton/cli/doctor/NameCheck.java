package dev.baton.cli.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the configured names can be looked up, and this machine's own. */
final class NameCheck implements Check {
    private static final String NAME = "names";
    private static final Duration SLOW = Duration.ofSeconds(1);

    private final List<Address> addresses;

    NameCheck(List<Address> addresses) {
        this.addresses = addresses;
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        addresses.stream().filter(Address::hasName).forEach(address -> findings.add(look(address)));
        findings.add(ownName());
        return findings;
    }

    private static Finding look(Address address) {
        long startNanos = System.nanoTime();
        try {
            InetAddress[] found = InetAddress.getAllByName(address.host());
            String all = Arrays.stream(found).map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
            long tookNanos = System.nanoTime() - startNanos;
            return tookNanos < SLOW.toNanos()
                    ? Finding.ok(NAME, address + " is " + all)
                    : Finding.warn(
                            NAME,
                            address + " is " + all + ", which took " + tookNanos / 1_000_000 + " ms to find out",
                            "a name server in /etc/resolv.conf does not answer");
        } catch (UnknownHostException e) {
            return Finding.fail(
                    NAME,
                    address + ": unknown host",
                    "correct " + address.key() + ", or add the name to DNS or /etc/hosts");
        }
    }

    private static Finding ownName() {
        try {
            return Finding.ok(
                    NAME, "this machine is " + InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return Finding.warn(
                    NAME,
                    "this machine's own name cannot be looked up: " + e.getMessage(),
                    "add it to /etc/hosts; workers are listed without it");
        }
    }
}
