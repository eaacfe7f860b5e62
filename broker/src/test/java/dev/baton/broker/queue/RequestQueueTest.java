package dev.baton.broker.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.wire.Idempotency;
import dev.baton.wire.Identity;
import dev.baton.wire.Priority;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestQueueTest {
    private static final long AGEING_NANOS = 500;

    private final RequestQueue queue = new RequestQueue(new RequestQueue.Limits(10, 1000, 6, 500, AGEING_NANOS));

    @Test
    void shouldGiveClientsTheirTurns() {
        for (int i = 1; i <= 5; i++) {
            queue.offer(request("greedy", i), 0);
        }
        queue.offer(request("modest", 100), 0);

        assertThat(pollAll()).containsExactly(1L, 100L, 2L, 3L, 4L, 5L);
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        for (int i = 1; i <= 6; i++) {
            assertThat(queue.offer(request("a", i), 0)).isEqualTo(Admission.ADMITTED);
        }
        assertThat(queue.offer(request("a", 7), 0)).isEqualTo(Admission.CLIENT_QUEUE_FULL);
        for (int i = 1; i <= 4; i++) {
            assertThat(queue.offer(request("b", i), 0)).isEqualTo(Admission.ADMITTED);
        }
        assertThat(queue.offer(request("c", 1), 0)).isEqualTo(Admission.QUEUE_FULL);
    }

    @Test
    void shouldRefuseTooManyBytes() {
        assertThat(queue.offer(sized("a", 1, 600), 0)).isEqualTo(Admission.CLIENT_BYTES_FULL);
        assertThat(queue.offer(sized("a", 2, 450), 0)).isEqualTo(Admission.ADMITTED);
        assertThat(queue.offer(sized("b", 3, 450), 0)).isEqualTo(Admission.ADMITTED);
        assertThat(queue.offer(sized("c", 4, 200), 0)).isEqualTo(Admission.BYTES_FULL);

        queue.poll(0);

        assertThat(queue.offer(sized("c", 4, 200), 0)).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void shouldLetHighPriorityGoFirst() {
        queue.offer(request("a", 1), 0);
        queue.offer(urgent("b", 2, 0), 0);
        queue.offer(urgent("b", 3, 0), 0);

        assertThat(pollAll()).containsExactly(2L, 3L, 1L);
    }

    @Test
    void shouldNotStarveWhatHasAged() {
        queue.offer(request("a", 1), 0);
        queue.offer(request("a", 2), 0);
        for (int i = 10; i < 14; i++) {
            queue.offer(urgent("b", i, AGEING_NANOS), AGEING_NANOS);
        }

        List<Long> order = new ArrayList<>();
        for (BrokerRequest r = queue.poll(AGEING_NANOS); r != null; r = queue.poll(AGEING_NANOS)) {
            order.add(r.requestId());
        }

        assertThat(order).containsExactly(1L, 10L, 2L, 11L, 12L, 13L);
    }

    @Test
    void shouldSendOutBeforeAllOthersWhatCameBackFromAWorker() {
        queue.offer(request("a", 1), 0);
        queue.offer(request("a", 2), 0);
        BrokerRequest first = queue.poll(0);

        queue.takeBack(first, 0);

        assertThat(pollAll()).containsExactly(1L, 2L);
    }

    @Test
    void shouldForgetACancelledRequest() {
        queue.offer(request("a", 1), 0);
        queue.offer(request("a", 2), 0);
        BrokerRequest second = queue.find(Identity.of("a".getBytes(UTF_8)), 2);

        queue.remove(second, 0);

        assertThat(queue.find(Identity.of("a".getBytes(UTF_8)), 2)).isNull();
        assertThat(pollAll()).containsExactly(1L);
    }

    @Test
    void shouldFindForOneClientOnlyItsOwn() {
        queue.offer(request("a", 1), 0);

        assertThat(queue.find(Identity.of("b".getBytes(UTF_8)), 1)).isNull();
    }

    @Test
    void shouldDropEverythingOfAClientThatHasGone() {
        queue.offer(request("a", 1), 0);
        queue.offer(urgent("a", 2, 0), 0);
        queue.offer(request("b", 3), 0);
        queue.takeBack(request("a", 4), 0);
        List<Long> removed = new ArrayList<>();

        queue.removeClient(Identity.of("a".getBytes(UTF_8)), 0, r -> removed.add(r.requestId()));

        assertThat(removed).containsExactlyInAnyOrder(1L, 2L, 4L);
        assertThat(pollAll()).containsExactly(3L);
        assertThat(queue.size()).isZero();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void shouldCountWhatWouldGoBeforeANewRequest() {
        for (int i = 1; i <= 5; i++) {
            queue.offer(request("greedy", i), 0);
        }

        assertThat(queue.ahead(Identity.of("modest".getBytes(UTF_8)))).isEqualTo(1);
        assertThat(queue.ahead(Identity.of("greedy".getBytes(UTF_8)))).isEqualTo(5);
    }

    private List<Long> pollAll() {
        List<Long> order = new ArrayList<>();
        for (BrokerRequest r = queue.poll(0); r != null; r = queue.poll(0)) {
            order.add(r.requestId());
        }
        return order;
    }

    private static BrokerRequest request(String client, long id) {
        return build(client, id, Priority.NORMAL, 0, 1);
    }

    private static BrokerRequest sized(String client, long id, int bytes) {
        return build(client, id, Priority.NORMAL, 0, bytes);
    }

    private static BrokerRequest urgent(String client, long id, long arrived) {
        return build(client, id, Priority.HIGH, arrived, 1);
    }

    private static BrokerRequest build(String client, long id, Priority priority, long arrived, int bytes) {
        return BrokerRequest.from(new byte[][] {client.getBytes(UTF_8)}, new byte[][] {new byte[bytes]})
                .call("s.S", "s.S/M", id)
                .treatment(Idempotency.UNKNOWN, priority, false)
                .times(arrived, Long.MAX_VALUE / 2, true)
                .build();
    }
}
