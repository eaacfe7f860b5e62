package dev.baton.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.ProtocolMessageEnum;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Numbers on the wire are fixed for ever. */
class WireNumbersTest {
    @Test
    void shouldNumberStatusCodesAsGoogleRpcDoes() {
        Map<String, Integer> canonical = new LinkedHashMap<>();
        canonical.put("OK", 0);
        canonical.put("CANCELLED", 1);
        canonical.put("UNKNOWN", 2);
        canonical.put("INVALID_ARGUMENT", 3);
        canonical.put("DEADLINE_EXCEEDED", 4);
        canonical.put("NOT_FOUND", 5);
        canonical.put("ALREADY_EXISTS", 6);
        canonical.put("PERMISSION_DENIED", 7);
        canonical.put("RESOURCE_EXHAUSTED", 8);
        canonical.put("FAILED_PRECONDITION", 9);
        canonical.put("ABORTED", 10);
        canonical.put("OUT_OF_RANGE", 11);
        canonical.put("UNIMPLEMENTED", 12);
        canonical.put("INTERNAL", 13);
        canonical.put("UNAVAILABLE", 14);
        canonical.put("DATA_LOSS", 15);
        canonical.put("UNAUTHENTICATED", 16);

        Map<String, Integer> ours = Arrays.stream(StatusCode.values())
                .collect(Collectors.toMap(Enum::name, StatusCode::number, (a, b) -> a, LinkedHashMap::new));

        assertThat(ours).containsExactlyEntriesOf(canonical);
        assertThat(numbers(dev.baton.proto.v1.StatusCode.values())).containsExactlyInAnyOrderEntriesOf(canonical);
        canonical.forEach(
                (name, number) -> assertThat(StatusCode.ofNumber(number)).isEqualTo(StatusCode.valueOf(name)));
    }

    @Test
    void shouldNumberEveryEnumAsTheProtoFileDoes() {
        assertThat(numbers(dev.baton.proto.v1.Executed.values()))
                .isEqualTo(Map.of("MAYBE", 0, "NO", 1, "YES", 2))
                .isEqualTo(ours(Executed.values(), Executed::number));
        assertThat(numbers(dev.baton.proto.v1.ReplyKind.values()))
                .isEqualTo(Map.of("FINAL", 0, "PARTIAL", 1, "HAND_BACK", 2))
                .isEqualTo(ours(ReplyKind.values(), ReplyKind::number));
        assertThat(numbers(dev.baton.proto.v1.Priority.values()))
                .isEqualTo(Map.of("NORMAL", 0, "HIGH", 1))
                .isEqualTo(ours(Priority.values(), Priority::number));
        assertThat(numbers(dev.baton.proto.v1.RequestKind.values()))
                .isEqualTo(Map.of("CALL", 0, "CANCEL", 1, "CREDIT", 2));
        assertThat(RequestKind.CALL.number()).isEqualTo(0);
        assertThat(RequestKind.CANCEL.number()).isEqualTo(1);
        assertThat(RequestKind.CREDIT.number()).isEqualTo(2);
        assertThat(numbers(dev.baton.proto.v1.HandBackReason.values()))
                .isEqualTo(Map.of(
                        "HAND_BACK_REASON_UNSPECIFIED",
                        0,
                        "BUSY",
                        1,
                        "DRAINING",
                        2,
                        "METHOD_BUSY",
                        3,
                        "NOT_SERVING",
                        4));
        assertThat(ours(HandBackReason.values(), HandBackReason::number))
                .isEqualTo(Map.of("UNSPECIFIED", 0, "BUSY", 1, "DRAINING", 2, "METHOD_BUSY", 3, "NOT_SERVING", 4));
        assertThat(numbers(dev.baton.proto.v1.SignalKind.values()))
                .isEqualTo(Map.of(
                        "SIGNAL_KIND_UNSPECIFIED",
                        0,
                        "REGISTER",
                        1,
                        "HEARTBEAT",
                        2,
                        "DRAIN",
                        3,
                        "GOODBYE",
                        4,
                        "RESUMED",
                        5));
        assertThat(numbers(dev.baton.proto.v1.ControlKind.values()))
                .isEqualTo(Map.of(
                        "CONTROL_KIND_UNSPECIFIED",
                        0,
                        "CONTROL_DRAIN",
                        1,
                        "CONTROL_RESUME",
                        2,
                        "CONTROL_CANCEL",
                        3,
                        "CONTROL_CREDIT",
                        4));
    }

    @Test
    void shouldNumberIdempotencyAsProtobufsMethodOptionsDo() {
        assertThat(Idempotency.UNKNOWN.number()).isEqualTo(IdempotencyLevel.IDEMPOTENCY_UNKNOWN_VALUE);
        assertThat(Idempotency.NO_SIDE_EFFECTS.number()).isEqualTo(IdempotencyLevel.NO_SIDE_EFFECTS_VALUE);
        assertThat(Idempotency.IDEMPOTENT.number()).isEqualTo(IdempotencyLevel.IDEMPOTENT_VALUE);
        assertThat(numbers(dev.baton.proto.v1.Idempotency.values()))
                .isEqualTo(Map.of("IDEMPOTENCY_UNKNOWN", 0, "NO_SIDE_EFFECTS", 1, "IDEMPOTENT", 2));
    }

    @Test
    void shouldTakeUnknownNumbersAsTheCarefulValue() {
        for (int unknown : new int[] {-1, 17, 99, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThat(StatusCode.ofNumber(unknown)).isEqualTo(StatusCode.UNKNOWN);
            assertThat(Executed.ofNumber(unknown)).isEqualTo(Executed.MAYBE);
            assertThat(ReplyKind.ofNumber(unknown)).isEqualTo(ReplyKind.FINAL);
            assertThat(HandBackReason.ofNumber(unknown)).isEqualTo(HandBackReason.UNSPECIFIED);
            assertThat(Priority.ofNumber(unknown)).isEqualTo(Priority.NORMAL);
            assertThat(Idempotency.ofNumber(unknown)).isEqualTo(Idempotency.UNKNOWN);
            assertThat(RequestKind.ofNumber(unknown)).isEqualTo(RequestKind.UNKNOWN);
        }
    }

    @Test
    void shouldOnlyRunAgainWhatMayRunTwice() {
        assertThat(Idempotency.UNKNOWN.maySafelyRunTwice()).isFalse();
        assertThat(Idempotency.NO_SIDE_EFFECTS.maySafelyRunTwice()).isTrue();
        assertThat(Idempotency.IDEMPOTENT.maySafelyRunTwice()).isTrue();
    }

    private static <E extends Enum<E> & ProtocolMessageEnum> Map<String, Integer> numbers(E[] values) {
        return Arrays.stream(values)
                .filter(value -> !value.name().equals("UNRECOGNIZED"))
                .collect(Collectors.toMap(Enum::name, ProtocolMessageEnum::getNumber));
    }

    private static <E extends Enum<E>> Map<String, Integer> ours(E[] values, ToIntFunction<E> number) {
        return Arrays.stream(values).collect(Collectors.toMap(Enum::name, number::applyAsInt));
    }
}
