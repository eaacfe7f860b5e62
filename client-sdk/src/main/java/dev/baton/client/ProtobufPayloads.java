package dev.baton.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.baton.wire.Payload;

/** Protobuf messages as payloads: the one place where the client knows protobuf. */
final class ProtobufPayloads {
    private ProtobufPayloads() {}

    static Payload of(MessageLite message) {
        return Payload.wrap(message.toByteArray());
    }

    static <T> T parse(Parser<T> parser, Payload payload) throws InvalidProtocolBufferException {
        return payload.read(parser::parseFrom);
    }
}
