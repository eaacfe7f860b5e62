package dev.baton.wire;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/** Messages made by protobuf's own code, with fields set or not, small, large and negative. The same seed makes the same ones. */
final class RandomMessages {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABC./äß€𝄞";

    private final Random random;

    RandomMessages(long seed) {
        this.random = new Random(seed);
    }

    dev.baton.proto.v1.RequestHeader requestHeader() {
        dev.baton.proto.v1.RequestHeader.Builder header =
                dev.baton.proto.v1.RequestHeader.newBuilder().setProtocol(Protocol.MAGIC);
        maybe(header, h -> h.setRequestId(random.nextLong()));
        maybe(header, h -> h.setMethod(text()));
        maybe(header, h -> h.setRemainingMicros(number()));
        maybe(header, h -> h.setIdempotencyValue(enumNumber()));
        maybe(header, h -> h.setFailFast(random.nextBoolean()));
        maybe(header, h -> h.setPriorityValue(enumNumber()));
        maybe(header, h -> h.setAttempt((int) number()));
        maybe(header, h -> h.setHops((int) number()));
        maybe(header, h -> h.setKindValue(enumNumber()));
        maybe(header, h -> h.putMetadata(text(), text()).putMetadata(text(), text()));
        maybe(header, h -> h.setQueuedMicros(number()));
        maybe(header, h -> h.setStreamCredit(number()));
        maybe(header, h -> h.setStreamCreditBytes(number()));
        maybe(header, h -> h.setPayload(bytes()));
        return header.build();
    }

    dev.baton.proto.v1.ReplyHeader replyHeader() {
        dev.baton.proto.v1.ReplyHeader.Builder header =
                dev.baton.proto.v1.ReplyHeader.newBuilder().setProtocol(Protocol.MAGIC);
        maybe(header, h -> h.setRequestId(random.nextLong()));
        maybe(header, h -> h.setStatusValue(enumNumber()));
        maybe(header, h -> h.setMessage(text()));
        maybe(
                header,
                h -> h.addDetails(Any.newBuilder().setTypeUrl("t/" + text()).setValue(bytes())));
        maybe(header, h -> h.setExecutedValue(enumNumber()));
        maybe(header, h -> h.setKindValue(enumNumber()));
        maybe(header, h -> h.setReasonValue(enumNumber()));
        maybe(header, h -> h.setRetryAfterMicros(number()));
        maybe(header, h -> h.setQueueMicros(number()));
        maybe(header, h -> h.setWorkerWaitMicros(number()));
        maybe(header, h -> h.setHandlerMicros(number()));
        maybe(header, h -> h.setWorkerId(text()));
        maybe(header, h -> h.putMetadata(text(), text()));
        maybe(header, h -> h.setPayload(bytes()));
        maybe(header, h -> h.setSequence(number()));
        return header.build();
    }

    dev.baton.proto.v1.WorkerSignal signal() {
        dev.baton.proto.v1.WorkerSignal.Builder signal = dev.baton.proto.v1.WorkerSignal.newBuilder()
                .setProtocol(Protocol.MAGIC)
                .setKindValue(random.nextInt(6))
                .setWorkerId(text());
        maybe(signal, s -> s.setCapacity((int) number()));
        maybe(signal, s -> s.setBusy((int) number()));
        maybe(signal, s -> s.addHeldTokens(random.nextLong()).addHeldTokens(number()));
        maybe(signal, s -> s.setHost(text()).setPid(number()).setVersion(text()));
        maybe(signal, s -> s.addMethods(text()).addMethods(text()));
        maybe(signal, s -> s.setHeartbeatMicros(number()));
        maybe(signal, s -> s.setLastToken(random.nextLong()));
        return signal.build();
    }

    /** The message with a few bytes changed, put in, taken out or cut off behind the first five. */
    byte[] damaged(byte[] message) {
        byte[] damaged = message.clone();
        for (int left = 1 + random.nextInt(4); left > 0 && damaged.length > 6; left--) {
            int at = 5 + random.nextInt(damaged.length - 5);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt();
                case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> damaged = Arrays.copyOf(damaged, at);
                default -> {
                    byte[] shorter = Arrays.copyOf(damaged, damaged.length - 1);
                    System.arraycopy(damaged, at + 1, shorter, at, damaged.length - at - 1);
                    damaged = shorter;
                }
            }
        }
        return damaged;
    }

    /** Any bytes; half of them begin like a message of version 1. */
    byte[] garbage() {
        byte[] garbage = new byte[random.nextInt(64)];
        random.nextBytes(garbage);
        byte[] prefix = {0x0D, 'B', 'T', 'N', '1'};
        if (random.nextBoolean()) {
            System.arraycopy(prefix, 0, garbage, 0, Math.min(prefix.length, garbage.length));
        }
        return garbage;
    }

    private <T> void maybe(T builder, Consumer<T> set) {
        if (random.nextInt(3) > 0) {
            set.accept(builder);
        }
    }

    private long number() {
        long number = random.nextLong() >>> random.nextInt(64);
        return random.nextInt(8) == 0 ? -number : number;
    }

    private int enumNumber() {
        return random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(20);
    }

    private String text() {
        int[] letters = LETTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(24); left > 0; left--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private ByteString bytes() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
