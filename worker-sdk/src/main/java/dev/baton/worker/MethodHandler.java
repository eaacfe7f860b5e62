package dev.baton.worker;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A handler as the invoker sees it: of whatever kind, it begins, and ends by telling the call. */
@FunctionalInterface
interface MethodHandler {
    /** Begins to answer. Either this throws, or the call is told how it ended: now or later, here or on another thread. */
    void begin(RunningCall call, Payload payload) throws Exception;

    static MethodHandler of(RequestHandler handler) {
        return (call, payload) -> call.end(handler.handle(call, payload), null);
    }

    static MethodHandler of(AsyncRequestHandler handler) {
        return (call, payload) -> {
            CompletionStage<Payload> stage = handler.handle(call, payload);
            requireStage(stage).whenComplete(call::end);
        };
    }

    static <Q, R extends MessageLite> MethodHandler of(Parser<Q> parser, TypedRequestHandler<Q, R> handler) {
        return of((RequestHandler) (context, payload) -> encode(handler.handle(context, parse(parser, payload))));
    }

    static <Q, R extends MessageLite> MethodHandler of(Parser<Q> parser, AsyncTypedRequestHandler<Q, R> handler) {
        return of((AsyncRequestHandler) (context, payload) -> {
            CompletionStage<R> stage = handler.handle(context, parse(parser, payload));
            return requireStage(stage).thenApply(MethodHandler::encode);
        });
    }

    static MethodHandler of(StreamingHandler<Payload, Payload> handler) {
        return (call, payload) -> stream(call, payload, handler, reply -> reply);
    }

    static <Q, R extends MessageLite> MethodHandler of(Parser<Q> parser, StreamingHandler<Q, R> handler) {
        return (call, payload) -> stream(call, parse(parser, payload), handler, MethodHandler::encode);
    }

    private static <Q, R> void stream(
            RunningCall call, Q request, StreamingHandler<Q, R> handler, Function<R, Payload> encoder)
            throws Exception {
        ReplyFlow flow = call.beginStream();
        handler.handle(call, request, new CallSink<>(call, flow, encoder));
        call.end(Payload.empty(), null);
    }

    static <T> CompletionStage<T> requireStage(CompletionStage<T> stage) {
        if (stage == null) {
            throw new StatusException(StatusCode.INTERNAL, "the handler returned null instead of a stage");
        }
        return stage;
    }

    private static <Q> Q parse(Parser<Q> parser, Payload payload) {
        try {
            return payload.read(parser::parseFrom);
        } catch (InvalidProtocolBufferException e) {
            throw new StatusException(
                    StatusCode.INVALID_ARGUMENT,
                    "the payload is not the message that the method takes: " + e.getMessage(),
                    e);
        }
    }

    private static Payload encode(MessageLite result) {
        if (result == null) {
            throw new StatusException(StatusCode.INTERNAL, "the handler returned null instead of a message");
        }
        return Payload.wrap(result.toByteArray());
    }
}
