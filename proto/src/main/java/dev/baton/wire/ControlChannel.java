package dev.baton.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.baton.proto.v1.ControlKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from a broker to its workers: where it is, to whom a message goes, and what its frames are. A DEALER cannot address a worker, so
 * the broker publishes; each worker subscribes to its own id and to {@link #EVERYBODY}. Thread-safe: it has no state.
 */
public final class ControlChannel {
    /** The topic for all workers. */
    public static final String EVERYBODY = "*";

    /** Unless told otherwise the channel is this many ports above the backend, on both sides. */
    public static final int PORT_DISTANCE = 1000;

    private static final int MAX_PORT = 65_535;
    private static final int SUBSCRIBE = 1;
    private static final int UNSUBSCRIBE = 0;

    private ControlChannel() {}

    /**
     * Where the control channel of this backend is unless told otherwise.
     *
     * @param backend {@code tcp://host:port}, with a port that is known
     * @return empty: the port would be too high, or the backend has no port
     */
    public static String besides(String backend) {
        int colon = backend.lastIndexOf(':');
        String port = backend.substring(colon + 1);
        if (colon < 0 || !port.matches("\\d{1,5}")) {
            return "";
        }
        int control = Integer.parseInt(port) + PORT_DISTANCE;
        return control > MAX_PORT ? "" : backend.substring(0, colon + 1) + control;
    }

    /** The message: topic, then what it says. */
    public static Frames encode(String topic, ControlMessage message) {
        return Frames.of(topic.getBytes(StandardCharsets.UTF_8)).add(encode(message));
    }

    private static byte[] encode(ControlMessage message) {
        dev.baton.proto.v1.ControlMessage.Builder builder =
                dev.baton.proto.v1.ControlMessage.newBuilder().setProtocol(Protocol.MAGIC);
        if (message instanceof ControlMessage.Cancel cancel) {
            builder.setKind(ControlKind.CONTROL_CANCEL);
            cancel.tokens().forEach(builder::addTokens);
        } else if (message instanceof ControlMessage.Credit credit) {
            builder.setKind(ControlKind.CONTROL_CREDIT);
            for (ControlMessage.Grant grant : credit.grants()) {
                builder.addTokens(grant.token())
                        .addStreamCredits(grant.credit().replies())
                        .addStreamCreditsBytes(grant.credit().bytes());
            }
        } else {
            builder.setKind(
                    message instanceof ControlMessage.Drain ? ControlKind.CONTROL_DRAIN : ControlKind.CONTROL_RESUME);
        }
        return builder.build().toByteArray();
    }

    /** Whether a message is for this worker. A subscription is a prefix, so messages for others arrive too. */
    public static boolean isFor(String workerId, Frames frames) {
        String topic = new String(frames.get(0), StandardCharsets.UTF_8);
        return topic.equals(workerId) || topic.equals(EVERYBODY);
    }

    /**
     * Reads a message of topic and content.
     *
     * @throws MalformedMessageException if it is not one of version 1, or of a kind that this version does not know
     */
    public static ControlMessage decode(Frames frames) throws MalformedMessageException {
        if (frames.count() != 2 || Protocol.of(frames.get(1)) != Protocol.BATON_1) {
            throw new MalformedMessageException("not a control message of version 1: " + frames);
        }
        try {
            dev.baton.proto.v1.ControlMessage message = dev.baton.proto.v1.ControlMessage.parseFrom(frames.get(1));
            return switch (message.getKind()) {
                case CONTROL_DRAIN -> new ControlMessage.Drain();
                case CONTROL_RESUME -> new ControlMessage.Resume();
                case CONTROL_CANCEL -> new ControlMessage.Cancel(tokens(message));
                case CONTROL_CREDIT -> new ControlMessage.Credit(grants(message));
                case CONTROL_KIND_UNSPECIFIED, UNRECOGNIZED ->
                    throw new MalformedMessageException("control message: unknown kind " + message.getKindValue());
            };
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessageException("control message: " + e.getMessage());
        }
    }

    private static TokenList tokens(dev.baton.proto.v1.ControlMessage message) {
        return TokenList.of(
                message.getTokensList().stream().mapToLong(Long::longValue).toArray());
    }

    private static List<ControlMessage.Grant> grants(dev.baton.proto.v1.ControlMessage message)
            throws MalformedMessageException {
        if (message.getStreamCreditsCount() != message.getTokensCount()) {
            throw new MalformedMessageException("control message: " + message.getTokensCount() + " tokens, "
                    + message.getStreamCreditsCount() + " credits");
        }
        List<ControlMessage.Grant> grants = new ArrayList<>(message.getTokensCount());
        for (int i = 0; i < message.getTokensCount(); i++) {
            long bytes = i < message.getStreamCreditsBytesCount() ? message.getStreamCreditsBytes(i) : 0;
            StreamCredit credit = new StreamCredit(WireLimits.sum(message.getStreamCredits(i)), WireLimits.sum(bytes));
            grants.add(new ControlMessage.Grant(message.getTokens(i), credit));
        }
        return grants;
    }

    /** Whether a publisher's news is that somebody subscribed. */
    public static boolean isSubscription(byte[] news) {
        return news.length > 1 && news[0] == SUBSCRIBE;
    }

    /** Whether a publisher's news is that nobody is subscribed any more. */
    public static boolean isUnsubscription(byte[] news) {
        return news.length > 1 && news[0] == UNSUBSCRIBE;
    }

    /** The topic in a publisher's news. */
    public static String topicOf(byte[] news) {
        return new String(news, 1, news.length - 1, StandardCharsets.UTF_8);
    }
}
