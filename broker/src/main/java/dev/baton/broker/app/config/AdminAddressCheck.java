package dev.baton.broker.app.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The admin port has no authentication: only this machine may reach it, unless somebody said that he knows. */
final class AdminAddressCheck {
    private AdminAddressCheck() {}

    static void check(EffectiveValue<String> admin, boolean insecure) {
        if (admin.value().equals("off") || insecure) {
            return;
        }
        String host = admin.value().substring(0, admin.value().lastIndexOf(':'));
        if (!isLoopback(admin, host)) {
            throw admin.unexpected(
                    "a loopback address such as 127.0.0.1:9555, or admin-insecure: true, because there is no authentication");
        }
    }

    private static boolean isLoopback(EffectiveValue<String> admin, String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw admin.unexpected("a host that can be found");
        }
    }
}
