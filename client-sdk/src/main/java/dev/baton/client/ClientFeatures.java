package dev.baton.client;

import java.util.List;
import java.util.Map;

/**
 * What a client has around its calls. Immutable.
 *
 * @param interceptors the outermost first
 * @param methodDefaults what the options of a method's calls leave open
 */
record ClientFeatures(
        List<ClientInterceptor> interceptors,
        Map<String, CallOptions> methodDefaults,
        PerMethod<HedgingPolicy> hedging,
        PerMethod<BreakerPolicy> breakers) {
    static final ClientFeatures NONE = new ClientFeatures(List.of(), Map.of(), PerMethod.none(), PerMethod.none());

    ClientFeatures {
        interceptors = List.copyOf(interceptors);
        methodDefaults = Map.copyOf(methodDefaults);
    }
}
