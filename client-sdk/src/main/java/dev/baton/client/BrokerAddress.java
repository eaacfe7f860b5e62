package dev.baton.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A broker's frontend as it was given: {@code tcp://host:port}.
 *
 * @param host a name, or an address that needs no resolution
 * @param port the TCP port
 */
record BrokerAddress(String host, int port) {
    private static final Pattern ENDPOINT = Pattern.compile("tcp://(.+):(\\d{1,5})");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final int MAX_PORT = 65_535;

    static BrokerAddress parse(String endpoint) {
        Matcher parts = ENDPOINT.matcher(endpoint);
        if (!parts.matches()) {
            throw new IllegalArgumentException("endpoint: " + endpoint + " (expected: tcp://host:port)");
        }
        int port = Integer.parseInt(parts.group(2));
        if (port > MAX_PORT) {
            throw new IllegalArgumentException("endpoint: " + endpoint + " (expected: a port of at most 65535)");
        }
        return new BrokerAddress(parts.group(1), port);
    }

    /** Whether it has to be looked up. Addresses of version 6 stand in brackets. */
    boolean isName() {
        return !IPV4.matcher(host).matches() && !host.startsWith("[");
    }

    /** The same port of this address. */
    String at(String address) {
        return "tcp://" + address + ":" + port;
    }

    @Override
    public String toString() {
        return at(host);
    }
}
