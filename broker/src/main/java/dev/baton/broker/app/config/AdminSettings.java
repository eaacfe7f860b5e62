package dev.baton.broker.app.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * How the broker is looked after.
 *
 * @param address {@code HOST:PORT}, or {@code off}
 * @param insecure whether metrics may be read without the token
 * @param token what callers must show; empty: nothing
 * @param journalSize how many of the last requests are remembered
 */
public record AdminSettings(String address, boolean insecure, String token, int journalSize) {
    /** Where the admin port is bound, not resolved yet; empty: nowhere. */
    public Optional<InetSocketAddress> bind() {
        if (address.equals("off")) {
            return Optional.empty();
        }
        int colon = address.lastIndexOf(':');
        return Optional.of(InetSocketAddress.createUnresolved(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
    }

    /** Whether only this machine reaches it. */
    public boolean isLoopback() {
        return bind().map(AdminSettings::isLoopback).orElse(true);
    }

    private static boolean isLoopback(InetSocketAddress address) {
        try {
            return InetAddress.getByName(address.getHostString()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AdminSettings[" + address + "]";
    }
}
