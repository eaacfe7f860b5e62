package dev.baton.cli.doctor;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the broker can listen where it is told to, or does so already. */
final class PortCheck implements Check {
    private static final String NAME = "port";

    private final List<Address> addresses;
    private final RunningBroker broker;

    PortCheck(List<Address> addresses, RunningBroker broker) {
        this.addresses = addresses;
        this.broker = broker;
    }

    @Override
    public List<Finding> look() {
        Set<Integer> brokersOwn = brokersOwn();
        return addresses.stream()
                .filter(Address::isBound)
                .map(address -> look(address, brokersOwn))
                .toList();
    }

    private Finding look(Address address, Set<Integer> brokersOwn) {
        if (address.port() == 0) {
            return Finding.ok(NAME, address + " takes a free one");
        }
        if (brokersOwn.contains(address.port())) {
            return Finding.ok(NAME, address + " is the running broker's");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as brokers do it: connections of the one before may linger
            socket.bind(resolved(address));
            return Finding.ok(NAME, address + " is free");
        } catch (UnknownHostException e) {
            return Finding.fail(NAME, address + ": unknown host", "correct " + address.key() + ", or the DNS");
        } catch (BindException e) {
            return refused(address, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Finding.fail(NAME, address + ": " + e.getMessage(), "choose another " + address.key());
        }
    }

    private Finding refused(Address address, String why) {
        if (why.contains("Permission")) {
            return Finding.fail(
                    NAME, address + ": ports below 1024 are root's", "choose a higher port for " + address.key());
        }
        if (why.contains("assign")) {
            return Finding.fail(
                    NAME,
                    address + ": this machine has no such address",
                    "set " + address.key() + " to one that ip address lists, or to *");
        }
        String look = "see who has it: ss -ltnp 'sport = :" + address.port() + "'; end that, or choose another "
                + address.key();
        return broker.refuses()
                ? Finding.warn(NAME, address + " is taken, perhaps by the broker that does not talk to us", look)
                : Finding.fail(NAME, address + " is taken by another program", look);
    }

    private static InetSocketAddress resolved(Address address) throws UnknownHostException {
        return address.host().equals("*")
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    }

    private Set<Integer> brokersOwn() {
        return broker.status()
                .map(status -> Stream.concat(
                                Stream.of(
                                        broker.adminPort(),
                                        portOf(status.part("broker").text("frontend"))),
                                status.list("pools").map(pool -> portOf(pool.text("backend"))))
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    private static int portOf(String uri) {
        String port = uri.substring(uri.lastIndexOf(':') + 1);
        return port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
    }
}
