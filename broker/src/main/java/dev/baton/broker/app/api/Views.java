package dev.baton.broker.app.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the API answers, one record per kind of object. Their names and components are the JSON's and the OpenAPI description's, so a
 * change here is a change of the API. Durations bear their unit in the name; moments are ISO-8601 in UTC.
 */
final class Views {
    private Views() {}

    record Status(BrokerView broker, VerdictView verdict, Totals totals, List<PoolView> pools) {}

    record BrokerView(
            @JsonPropertyDescription("SERVING, DRAINING or STOPPED")
            String state,

            String version,
            String startedAt,
            double uptimeSeconds,

            @JsonPropertyDescription("where clients connect")
            String frontend,

            @JsonPropertyDescription("clients that have sent something and are still connected")
            int clients,

            @JsonPropertyDescription(
                    "who may come in: KEYS, those whose key is known; LOOPBACK, everybody on this machine; INSECURE, everybody whom the network lets through")
            String access,

            long pid) {}

    record VerdictView(
            boolean well,

            @JsonPropertyDescription("ok, warning or critical: that of the worst finding")
            String level,

            @JsonPropertyDescription("the worst first") List<FindingView> findings) {}

    record FindingView(
            @JsonPropertyDescription("warning or critical") String level,
            @JsonPropertyDescription("what is the matter") String what,
            @JsonPropertyDescription("what to do about it") String todo) {}

    record Totals(
            @JsonPropertyDescription("replies of all kinds, mean of the last five seconds")
            double requestsPerSecond,

            @JsonPropertyDescription("from arrival to reply; null: no request in the last five seconds") @Nullable
            Double p50Millis,

            @Nullable Double p99Millis,
            int queued,
            int inFlight,
            int window,
            int capacity,
            int busy,
            int workers,

            @JsonPropertyDescription("replies that were not OK")
            double errorsPerSecond) {}

    record Pools(List<PoolView> pools) {}

    record PoolView(
            String name,

            @JsonPropertyDescription("where its workers connect")
            String backend,

            List<String> services,

            @JsonPropertyDescription("requests that wait for a worker")
            int queued,

            long queuedBytes,
            @JsonPropertyDescription("how many may wait") int queueLimit,

            @JsonPropertyDescription("dispatched and not finished")
            int inFlight,

            @JsonPropertyDescription("of those, answered at their deadline while their handler still runs")
            int overrun,

            @JsonPropertyDescription("how many may be in flight at once")
            int window,

            @JsonPropertyDescription("slots of the workers that count")
            int capacity,

            @JsonPropertyDescription("slots taken at the workers' last heartbeats")
            int busy,

            @JsonPropertyDescription("connected peers that never registered")
            int plainPeers,

            int workers,

            @JsonPropertyDescription("how many workers of the present size the load would need")
            int desiredWorkers,

            double requestsPerSecond,
            @Nullable Double p50Millis,
            @Nullable Double p99Millis,
            double handBacksPerSecond,

            @JsonPropertyDescription("of the request that is here longest and waits")
            double oldestWaitMillis) {}

    record Workers(List<WorkerView> workers) {}

    record WorkerView(
            String id,
            String pool,
            String host,
            long pid,
            String address,

            @JsonPropertyDescription("READY, SUSPECT, DRAINING or GONE; those that are gone stay here for 15 minutes")
            String state,

            double ageSeconds,
            int capacity,
            int busy,

            @JsonPropertyDescription("requests that it has returned because its slots were taken")
            long handBacks,

            @JsonPropertyDescription("requests that were lost with it")
            long lostLeases,

            @JsonPropertyDescription("how long ago anything was heard of it")
            double lastHeartbeatMillis,

            @JsonPropertyDescription("who holds the baton, as of the last heartbeat; null: not known") @Nullable
            Leader leader,

            @JsonPropertyDescription("whether it can be told to drain and to resume")
            boolean controllable) {}

    record Leader(String thread, double heldMillis) {}

    record Requests(List<RequestView> requests) {}

    record RequestView(
            @JsonPropertyDescription("in hexadecimal digits, as the client SDK reports it")
            String id,

            @JsonPropertyDescription("the client's ZeroMQ identity in hexadecimal digits")
            String client,

            @JsonPropertyDescription("the name of the client's key; empty: the broker asks for none")
            String caller,

            @JsonPropertyDescription("empty for a request of a plain ZeroMQ client")
            String method,

            @JsonPropertyDescription("null: no pool serves it") @Nullable
            String pool,

            String status,
            String arrivedAt,

            @JsonPropertyDescription("from arrival to reply, at the broker")
            double totalMillis,

            @JsonPropertyDescription("in the broker's queue")
            double queueMillis,

            @JsonPropertyDescription("at the worker, before the handler; null: no worker answered") @Nullable
            Double workerWaitMillis,

            @Nullable Double handlerMillis,

            @JsonPropertyDescription(
                    "what is left of the total: on the way, and with workers that handed it back or were lost")
            @Nullable
            Double networkMillis,

            int attempt,

            @JsonPropertyDescription("how often it was handed back")
            int hops,

            @JsonPropertyDescription("who answered, or had it last; null: not known") @Nullable
            String worker,

            @JsonPropertyDescription("why it failed; empty: nothing is said")
            String message) {}

    record OpenRequests(
            @JsonPropertyDescription("how many there are, shown or not")
            int total,

            @JsonPropertyDescription("the oldest first") List<OpenRequestView> requests) {}

    record OpenRequestView(
            @JsonPropertyDescription("in hexadecimal digits, as the client SDK reports it")
            String id,

            @JsonPropertyDescription("the client's ZeroMQ identity in hexadecimal digits")
            String client,

            @JsonPropertyDescription("the name of the client's key; empty: the broker asks for none")
            String caller,

            @JsonPropertyDescription("empty for a request of a plain ZeroMQ client")
            String method,

            String pool,

            @JsonPropertyDescription(
                    "QUEUED: it waits in the broker; AT_WORKER: it was sent to a worker; OVERRUN: it has been answered, and its worker goes on with it")
            String state,

            String arrivedAt,

            @JsonPropertyDescription("since its arrival") double totalMillis,

            @JsonPropertyDescription("in the broker's queue so far")
            double queueMillis,

            @JsonPropertyDescription("since it was sent to the worker that has it; null: it waits") @Nullable
            Double atWorkerMillis,

            @JsonPropertyDescription("until its deadline; null: nobody waits for it any more") @Nullable
            Double remainingMillis,

            int attempt,

            @JsonPropertyDescription("how often it was handed back")
            int hops,

            @JsonPropertyDescription("replies of its stream that have gone to the client")
            long partials,

            @JsonPropertyDescription("who has it; null: it waits, or no worker has said yet that it has it") @Nullable
            String worker) {}

    record Explanations(List<Explanation> requests) {}

    record Explanation(
            String id,
            String client,

            @JsonPropertyDescription("the name of the client's key; empty: the broker asks for none")
            String caller,

            String method,
            @Nullable String pool,

            @JsonPropertyDescription("ENDED, or what an open request does: QUEUED, AT_WORKER, OVERRUN")
            String state,

            @JsonPropertyDescription("null: it has not ended") @Nullable
            String status,

            String arrivedAt,

            @JsonPropertyDescription("from arrival to reply, or until now")
            double totalMillis,

            double queueMillis,
            @Nullable Double workerWaitMillis,
            @Nullable Double handlerMillis,
            @Nullable Double networkMillis,

            @JsonPropertyDescription("since it was sent to the worker that has it; null: none has it") @Nullable
            Double atWorkerMillis,

            @JsonPropertyDescription("until its deadline; null: nobody waits for it any more") @Nullable
            Double remainingMillis,

            int attempt,
            int hops,

            @JsonPropertyDescription("replies of its stream that have gone to the client")
            long partials,

            @Nullable String worker,
            String message,
            List<TimelineStep> timeline,

            @JsonPropertyDescription("in sentences, the most important first")
            List<String> explanation) {}

    record TimelineStep(
            @JsonPropertyDescription("since its arrival") double atMicros,

            @JsonPropertyDescription(
                    "ARRIVED, REFUSED, QUEUED, DISPATCHED, HANDED_BACK, LOST, HANDLER_STARTED, HANDLER_ENDED, ENDED")
            String state,

            @Nullable String worker,
            int attempt,
            String note) {}

    record HistoryView(
            int stepSeconds,

            @JsonPropertyDescription("when the first second began")
            String from,

            Series series,

            @JsonPropertyDescription("the same for each pool")
            Map<String, Series> pools) {}

    record Series(
            @JsonPropertyDescription("null where nothing is known")
            List<@Nullable Integer> requestsPerSecond,

            List<@Nullable Double> p50Millis,
            List<@Nullable Double> p99Millis,
            List<@Nullable Integer> queued,
            List<@Nullable Integer> inFlight,
            List<@Nullable Integer> window,

            @JsonPropertyDescription("one list per status that occurs")
            Map<String, List<@Nullable Integer>> errors) {}

    record Config(List<SettingView> settings) {}

    record SettingView(
            String key,

            @JsonPropertyDescription("as it would be written in a file; secrets are masked")
            String value,

            @JsonPropertyDescription("default, flag, or which variable or line of which file")
            String source,

            @com.fasterxml.jackson.annotation.JsonProperty("default")
            String fallback,

            @JsonPropertyDescription("whether it can change while the broker runs")
            boolean reloadable) {}

    record Reloaded(
            @JsonPropertyDescription("keys that have a new value now")
            List<String> changed,

            @JsonPropertyDescription("keys whose new value holds from the next start on")
            List<String> needRestart) {}

    record Build(String version, String commit, String builtAt, String java, String jeromq, String protocol) {}

    record Problem(String type, String title, int status, String detail) {}
}
