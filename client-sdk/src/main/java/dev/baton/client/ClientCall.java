package dev.baton.client;

import static java.util.Objects.requireNonNull;

import dev.baton.wire.Payload;
import java.util.HashMap;
import java.util.Map;

/** A call before it is made, as a {@link ClientInterceptor} sees it. Immutable; each method returns a changed call. */
public final class ClientCall {
    private final String method;
    private final Payload request;
    private final CallOptions options;

    ClientCall(String method, Payload request, CallOptions options) {
        this.method = method;
        this.request = request;
        this.options = options;
    }

    /** The same with another request. */
    public ClientCall withRequest(Payload other) {
        return new ClientCall(method, requireNonNull(other, "request"), options);
    }

    /** The same with other options. */
    public ClientCall withOptions(CallOptions other) {
        return new ClientCall(method, request, requireNonNull(other, "options"));
    }

    /** The same with one value more in its metadata. */
    public ClientCall withMetadata(String name, String value) {
        Map<String, String> all = new HashMap<>(options.metadata());
        all.put(name, value);
        return withOptions(options.metadata(all));
    }

    /** {@code package.Service/Method}. */
    public String method() {
        return method;
    }

    /** What is asked, encoded. */
    public Payload request() {
        return request;
    }

    /** How it is to be treated: what the caller gave, and the defaults of the method. */
    public CallOptions options() {
        return options;
    }

    @Override
    public String toString() {
        return "ClientCall[" + method + ", " + request + ", " + options + "]";
    }
}
