package dev.baton.wire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.BytesValue;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.util.HexFormat;
import java.util.List;

/**
 * One entry of docs/wire-vectors.json: the frames of a message, and what an implementation in any language must read from them.
 *
 * @param name as in the golden files
 * @param what in a sentence
 * @param expect what a receiver makes of it
 * @param canonical whether a protobuf library that is given the fields writes these very bytes
 * @param type the protobuf message of {@code baton.v1} that the header is
 * @param header which frame that is, from 0
 * @param frames all frames
 * @param fields what the header says; null where it says nothing
 */
record WireVector(
        String name,
        String what,
        Expect expect,
        boolean canonical,
        String type,
        int header,
        List<byte[]> frames,
        Message fields) {
    /** What a receiver makes of a frame. */
    enum Expect {
        /** A message of this version. */
        MESSAGE,
        /** Not Baton's. */
        FOREIGN,
        /** A later version's. */
        OTHER_VERSION,
        /** Of this version by its first bytes, but it cannot be read. */
        MALFORMED
    }

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final TypeRegistry DETAILS = TypeRegistry.newBuilder()
            .add(StringValue.getDescriptor())
            .add(BytesValue.getDescriptor())
            .build();

    static String json(List<WireVector> vectors) {
        JsonArray array = new JsonArray();
        vectors.forEach(vector -> array.add(vector.toJson()));
        return GSON.toJson(array) + "\n";
    }

    private JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("what", what);
        json.addProperty("expect", expect.name());
        JsonArray hex = new JsonArray();
        frames.forEach(frame -> hex.add(HexFormat.of().formatHex(frame)));
        json.add("frames", hex);
        json.addProperty("header", header);
        json.addProperty("type", type);
        if (expect == Expect.MESSAGE) {
            json.addProperty("canonical", canonical);
            json.add("fields", print(fields));
        }
        return json;
    }

    private static JsonElement print(Message message) {
        try {
            return JsonParser.parseString(JsonFormat.printer()
                    .preservingProtoFieldNames()
                    .usingTypeRegistry(DETAILS)
                    .print(message));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The bytes that a protobuf library writes for the fields as they stand in the file. */
    static byte[] bytes(JsonElement fields, Message.Builder builder) {
        try {
            JsonFormat.parser().usingTypeRegistry(DETAILS).merge(GSON.toJson(fields), builder);
            return builder.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
