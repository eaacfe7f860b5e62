package dev.baton.broker.app.watch;

import static java.util.stream.Collectors.joining;

import dev.baton.broker.observe.AuthOutcome;
import dev.baton.broker.observe.ConnectionRefusal;
import dev.baton.broker.observe.RejectReason;
import java.util.Map;
import java.util.function.Function;

/** What was refused, and why, in words for people; and what to do about the most frequent of it. */
final class Words {
    private Words() {}

    private static <K> String counted(Map<K, Long> counts, Function<K, String> words) {
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + words.apply(entry.getKey()))
                .collect(joining(", "));
    }

    private static <K> K most(Map<K, Long> counts) {
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    // ---- requests

    static String countedRequests(Map<RejectReason, Long> rejected) {
        return counted(rejected, Words::of);
    }

    private static String of(RejectReason reason) {
        return switch (reason) {
            case POOL_QUEUE_FULL, POOL_BYTES_FULL -> "for a full queue";
            case CLIENT_QUEUE_FULL, CLIENT_BYTES_FULL -> "of a client with too many waiting";
            case HOPELESS -> "whose deadline would have passed in the queue";
            case NO_WORKER -> "that would not wait for a worker";
            case DRAINING -> "because the broker drains";
            case UNKNOWN_SERVICE -> "for a service that no pool serves";
            case NOT_ALLOWED -> "of a client that may not call this service";
            case UNSUPPORTED -> "of an unknown version or kind";
            case ENVELOPE_TOO_DEEP -> "with too many frames in the envelope";
            case HEADER_TOO_LARGE -> "with too large a header";
            case CLIENT_RATE, CLIENT_BYTES_RATE -> "of a client that sends more than its rate";
        };
    }

    static String aboutRequests(Map<RejectReason, Long> rejected) {
        return switch (most(rejected)) {
            case POOL_QUEUE_FULL, POOL_BYTES_FULL, HOPELESS -> "Add workers, or let clients send less.";
            case CLIENT_QUEUE_FULL, CLIENT_BYTES_FULL ->
                "Let that client send fewer at once, or raise limits.max-queued-per-client.";
            case NO_WORKER -> "Start a worker.";
            case DRAINING -> "Send clients to another broker until this one is back.";
            case UNKNOWN_SERVICE -> "Look for a misspelt service, or name it in a pool's services.";
            case NOT_ALLOWED -> "Look in the log for whose key it is; curve.authorized says what it may call.";
            case UNSUPPORTED -> "Look for a client of another version.";
            case ENVELOPE_TOO_DEEP -> "Look for brokers in a circle, or raise limits.max-envelope.";
            case HEADER_TOO_LARGE -> "Send large things as payload, not as metadata, or raise limits.max-header-size.";
            case CLIENT_RATE, CLIENT_BYTES_RATE ->
                "Let that client send less, or raise limits.requests-per-second-per-client and its like in bytes.";
        };
    }

    // ---- connections

    static String countedConnections(Map<ConnectionRefusal, Long> refused) {
        return counted(refused, Words::of);
    }

    private static String of(ConnectionRefusal reason) {
        return switch (reason) {
            case TOO_MANY -> "beyond as many as there may be";
            case TOO_MANY_OF_ADDRESS -> "beyond as many as one address may have";
            case TOO_MANY_HANDSHAKES -> "because too many others had not finished their handshake";
            case SLOW_HANDSHAKE -> "that did not finish their handshake in time";
            case NO_DESCRIPTORS -> "moments in which none could be taken for lack of file descriptors";
        };
    }

    static String aboutConnections(Map<ConnectionRefusal, Long> refused) {
        return switch (most(refused)) {
            case TOO_MANY ->
                "Look for who has so many (docs/operations.md#batonfilesnearlimit), or raise limits.max-connections.";
            case TOO_MANY_OF_ADDRESS ->
                "Look for a program that connects for each call, or raise limits.max-connections-per-address.";
            case TOO_MANY_HANDSHAKES, SLOW_HANDSHAKE ->
                "Look in the log for whose they are: something that does not speak ZeroMQ, or a network that loses much.";
            case NO_DESCRIPTORS -> "Raise ulimit -n (systemd: LimitNOFILE), or lower limits.max-connections.";
        };
    }

    static String countedStrangers(Map<AuthOutcome, Long> turnedAway) {
        return counted(turnedAway, Words::of);
    }

    private static String of(AuthOutcome outcome) {
        return switch (outcome) {
            case ADMITTED -> "let in";
            case UNKNOWN_KEY -> "with a key that is in no list";
            case WRONG_ROLE -> "at the wrong door: a client's key at the backend, or a worker's at the frontend";
            case WRONG_SERVICE -> "workers whose key does not cover the pool's services";
            case NO_HANDSHAKE -> "that proved nothing (no key, or another broker's public key)";
            case REVOKED -> "whose key was revoked";
        };
    }
}
