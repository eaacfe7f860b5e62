package dev.baton.broker;

import dev.baton.broker.dispatch.InFlight;
import dev.baton.broker.dispatch.Pool;
import dev.baton.broker.observe.DropReason;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.RequestStream;
import dev.baton.broker.workers.Worker;
import dev.baton.wire.Identity;
import dev.baton.wire.ReplyRouting;
import dev.baton.wire.RequestRouting;
import dev.baton.wire.StatusCode;
import dev.baton.wire.StreamCredit;
import java.util.function.Predicate;

/** Streams of replies: these go through to the client in their order, its credit goes back to the worker. Broker thread only. */
final class StreamRelay {
    private final RoomContext room;
    private final Pool pool;
    private final RequestEnds ends;
    private final Predicate<InFlight> teller = this::tell;

    StreamRelay(RoomContext room, Pool pool, RequestEnds ends) {
        this.room = room;
        this.pool = pool;
        this.ends = ends;
    }

    // ---- replies

    void onPartial(InFlight entry, byte[][] content, ReplyRouting routing) {
        switch (pool.onPartial(entry, routing.sequence(), bytesOf(content), routing.workerId())) {
            case NEXT -> passOn(entry, content);
            case REPEATED, NOWHERE -> room.observer().onDropped(DropReason.UNEXPECTED_PARTIAL);
            case AFTER_A_GAP -> {
                String message = "reply " + (entry.request().partials() + 1) + " of the stream is missing: "
                        + routing.sequence() + " came from worker " + routing.workerId();
                breakOff(entry, StatusCode.DATA_LOSS, message);
            }
            case BEYOND_CREDIT -> {
                String message = "worker " + routing.workerId() + " sent reply " + routing.sequence()
                        + " of the stream, for which the client has no room";
                breakOff(entry, StatusCode.INTERNAL, message);
            }
        }
    }

    private static long bytesOf(byte[][] content) {
        long bytes = 0;
        for (byte[] frame : content) {
            bytes += frame.length;
        }
        return bytes;
    }

    private void passOn(InFlight entry, byte[][] content) {
        room.observer().onPartial();
        if (!room.desk().passOnPartial(entry.request(), content)) {
            String message =
                    "the client does not read what it asked for: more replies of its streams wait here than are"
                            + " kept for one client; read faster, or grant less";
            breakOff(entry, StatusCode.RESOURCE_EXHAUSTED, message);
        }
    }

    private void breakOff(InFlight entry, StatusCode status, String message) {
        BrokerRequest request = entry.request();
        pool.breakOff(entry);
        ends.brokenOff(request, status, message);
    }

    // ---- credit

    /** A client takes so much of one of its streams. */
    void onCredit(Identity client, RequestRouting routing) {
        pool.onCredit(client, routing.requestId(), routing.streamCredit(), routing.streamCreditBytes());
    }

    /** Tells the workers what came up during this pass. */
    void flush() {
        pool.tellCredit(teller);
    }

    private boolean tell(InFlight entry) {
        RequestStream stream = entry.request().stream();
        Worker holder = entry.claimedBy();
        return stream != null
                && holder != null
                && room.control()
                        .credit(entry.token(), new StreamCredit(stream.tellable(), stream.tellableBytes()), holder);
    }
}
