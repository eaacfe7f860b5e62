package dev.baton.broker;

import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.RequestStream;
import dev.baton.wire.ReplyRouting;
import dev.baton.wire.StreamCredit;
import dev.baton.wire.WireCodec;
import java.util.concurrent.TimeUnit;

/** What the broker writes behind the headers that pass through it. */
final class HeaderAmendments {
    /** Waits shorter than this are not worth a header with changes: the request goes on as it came. */
    private static final long AMEND_AFTER_MICROS = 1000;

    private HeaderAmendments() {}

    /** The frames for the worker: with the time that is left, and what the request has been through. */
    static byte[][] forWorker(BrokerRequest request, long nowNanos) {
        long queuedMicros = TimeUnit.NANOSECONDS.toMicros(request.queuedNanos());
        RequestStream stream = request.stream();
        boolean streamsTooMuch = stream != null && stream.saysTooMuch();
        boolean asItCame = queuedMicros < AMEND_AFTER_MICROS
                && request.hops() == 0
                && request.attempt() == 1
                && request.bringsDeadline()
                && !streamsTooMuch;
        if (request.isForeign() || asItCame) {
            return request.content();
        }
        byte[][] content = request.content().clone();
        long remainingMicros = Math.max(1, TimeUnit.NANOSECONDS.toMicros(request.deadlineNanos() - nowNanos));
        content[0] = WireCodec.amendRequest(
                content[0],
                remainingMicros,
                request.queuedMicrosBefore() + queuedMicros,
                request.attempt(),
                request.hops());
        if (stream != null && streamsTooMuch) {
            content[0] = WireCodec.amendCredit(content[0], new StreamCredit(stream.tellable(), stream.tellableBytes()));
        }
        return content;
    }

    /** The header for the client: with the time in the queue. */
    static byte[] forClient(byte[] header, BrokerRequest request, ReplyRouting routing) {
        long queuedMicros = request.queuedMicrosBefore() + TimeUnit.NANOSECONDS.toMicros(request.queuedNanos());
        boolean worthIt = queuedMicros >= AMEND_AFTER_MICROS && queuedMicros > routing.queueMicros();
        return worthIt ? WireCodec.amendReply(header, queuedMicros) : header;
    }
}
