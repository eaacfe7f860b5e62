package dev.baton.broker.app.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Other machines may reach the admin port only if there is a token, or somebody said that he knows. */
final class AdminAddressCheck {
    private AdminAddressCheck() {}

    static void check(EffectiveValue<String> admin, boolean allowed) {
        if (admin.value().equals("off") || allowed) {
            return;
        }
        String host = admin.value().substring(0, admin.value().lastIndexOf(':'));
        if (!isLoopback(admin, host)) {
            throw admin.unexpected(
                    "a loopback address such as 127.0.0.1:9555, or an admin-token (BATON_ADMIN_TOKEN, or admin-token-file) for callers to show");
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
