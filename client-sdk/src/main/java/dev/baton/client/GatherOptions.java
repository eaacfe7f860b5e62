package dev.baton.client;

import static java.util.Objects.requireNonNull;

/**
 * How {@link BatonClient#callAll} goes about its calls. Immutable; each method returns changed options:
 *
 * <pre>{@code
 * GatherOptions options = GatherOptions.outstanding(64).asCompleted().collectFailures();
 * }</pre>
 */
public final class GatherOptions {
    private static final int DEFAULT_OUTSTANDING = 64;
    private static final GatherOptions DEFAULTS = new GatherOptions(
            DEFAULT_OUTSTANDING, DEFAULT_OUTSTANDING, Order.OF_REQUESTS, OnFailure.STOP, CallOptions.defaults());

    /** In which order results are read. */
    enum Order {
        /** The result of the first request first. */
        OF_REQUESTS,
        /** Whatever is finished first. */
        OF_COMPLETION
    }

    /** What a call that fails means for the others. */
    enum OnFailure {
        /** They are taken back, and the reader gets the failure. */
        STOP,
        /** Nothing: its failure is its result. */
        COLLECT
    }

    private final int maxOutstanding;
    private final int maxUnread;
    private final Order order;
    private final OnFailure onFailure;
    private final CallOptions callOptions;

    private GatherOptions(
            int maxOutstanding, int maxUnread, Order order, OnFailure onFailure, CallOptions callOptions) {
        this.maxOutstanding = maxOutstanding;
        this.maxUnread = maxUnread;
        this.order = order;
        this.onFailure = onFailure;
        this.callOptions = callOptions;
    }

    /** 64 calls at once, as many finished ones unread; in the order of the requests; stops at the first failure. */
    public static GatherOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The defaults with this many calls at once, and as many finished ones unread.
     *
     * @param calls at least 1; twice the workers' slots keep all of them at work
     */
    public static GatherOptions outstanding(int calls) {
        return DEFAULTS.maxOutstanding(calls).maxUnread(calls);
    }

    /** How many calls are sent and unanswered at once. */
    public GatherOptions maxOutstanding(int calls) {
        return new GatherOptions(atLeastOne("maxOutstanding", calls), maxUnread, order, onFailure, callOptions);
    }

    /**
     * How many finished calls may wait for the reader, or for an earlier one that is still open, before no further ones are sent. More
     * of them help where results are read in order and some calls take much longer than others.
     */
    public GatherOptions maxUnread(int calls) {
        return new GatherOptions(maxOutstanding, atLeastOne("maxUnread", calls), order, onFailure, callOptions);
    }

    /** Results come in the order of their requests. */
    public GatherOptions inOrder() {
        return new GatherOptions(maxOutstanding, maxUnread, Order.OF_REQUESTS, onFailure, callOptions);
    }

    /** Results come as they are finished; {@link GatherResult#index} tells whose each is. */
    public GatherOptions asCompleted() {
        return new GatherOptions(maxOutstanding, maxUnread, Order.OF_COMPLETION, onFailure, callOptions);
    }

    /** The first failure ends it all: the other calls are taken back, and the reader gets the {@link CallException}. */
    public GatherOptions stopAtFirstFailure() {
        return new GatherOptions(maxOutstanding, maxUnread, order, OnFailure.STOP, callOptions);
    }

    /** A failure is the result of its call, see {@link GatherResult#failure}; the others go on. */
    public GatherOptions collectFailures() {
        return new GatherOptions(maxOutstanding, maxUnread, order, OnFailure.COLLECT, callOptions);
    }

    /** How each of the calls is to be treated. Its timeout counts from when it is handed in. */
    public GatherOptions callOptions(CallOptions options) {
        return new GatherOptions(maxOutstanding, maxUnread, order, onFailure, requireNonNull(options, "callOptions"));
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
        return value;
    }

    int maxOutstanding() {
        return maxOutstanding;
    }

    int maxUnread() {
        return maxUnread;
    }

    Order order() {
        return order;
    }

    OnFailure onFailure() {
        return onFailure;
    }

    CallOptions callOptions() {
        return callOptions;
    }

    @Override
    public String toString() {
        return "GatherOptions[maxOutstanding=" + maxOutstanding + ", maxUnread=" + maxUnread + ", order=" + order
                + ", onFailure=" + onFailure + ", callOptions=" + callOptions + "]";
    }
}
