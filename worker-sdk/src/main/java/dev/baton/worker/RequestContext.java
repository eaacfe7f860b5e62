package dev.baton.worker;

import dev.baton.wire.Idempotency;
import dev.baton.wire.Payload;
import dev.baton.wire.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a handler may know of the request that it answers. Thread-safe.
 *
 * <pre>{@code
 * Report report(RequestContext context, ReportRequest request) {
 *     Query query = database.query(request.getYear(), context.remaining());
 *     context.onCancel(query::cancel);
 *     context.putReplyMetadata("rows", Integer.toString(query.rows()));
 *     return query.report();
 * }
 * }</pre>
 */
public interface RequestContext {
    /** {@code package.Service/Method}. */
    String method();

    /** The number that the client gave the request; unique only among the calls that this client has open. */
    long requestId();

    /** Which try this is, from 1: a request whose worker was lost may come again. */
    int attempt();

    /** How often workers handed it back before. */
    int hops();

    /** Small named values from the client. */
    Map<String, String> metadata();

    /** The identity that the ROUTER nearest to the client gave the client's connection; empty if the envelope has none. */
    Payload clientIdentity();

    /** {@link #clientIdentity} in hexadecimal digits, as brokers log it. */
    String clientIdentityHex();

    /**
     * The name of the key with which the client has proven to the broker who it is; empty where the broker asks for no keys. The broker writes it,
     * whatever the client sends. Through a chain of brokers it is the name of the last broker before this worker's.
     */
    String caller();

    /** All frames of the envelope between this worker's token and the delimiter; through a chain of brokers there are several. */
    List<Payload> envelope();

    /** How long somebody still waits for the reply; zero: not any more. Very long where the client did not say. */
    Duration remaining();

    /**
     * Whether nobody waits for the reply any more: the deadline has passed, the client took the call back or has gone, or the connection to
     * the broker is lost. A long handler asks now and then.
     */
    boolean isCancelled();

    /**
     * Has this run once, on some other thread, as soon as nobody waits for the reply any more; at once if that is so already, and never after
     * the handler has ended. It should be short: close a connection, cancel a query.
     */
    void onCancel(Runnable action);

    /** Whether the method may run twice. */
    Idempotency idempotency();

    /** Whether the request went before others. */
    Priority priority();

    /** Adds a small named value to the reply. */
    void putReplyMetadata(String name, String value);
}
