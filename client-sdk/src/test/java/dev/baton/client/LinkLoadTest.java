package dev.baton.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkLoadTest {
    /** Nano times overflow in the middle of these tests. */
    private static final long NOW = Long.valueOf(Long.MAX_VALUE) - 1_000;

    private static final long QUIET = 2_000;

    private final LinkLoad load = new LinkLoad(QUIET);

    @Test
    void shouldDoubtABrokerThatOwesRepliesAndIsSilent() {
        load.onSent(NOW);

        assertThat(load.isDoubtful(NOW + QUIET - 1)).isFalse();
        assertThat(load.isDoubtful(NOW + QUIET)).isTrue();
    }

    @Test
    void shouldCountTheSilenceFromTheLastWord() {
        load.onSent(NOW);
        load.onSent(NOW + 1_000);
        load.onHeard(NOW + 1_500);

        assertThat(load.isDoubtful(NOW + 1_500 + QUIET - 1)).isFalse();
        assertThat(load.isDoubtful(NOW + 1_500 + QUIET)).isTrue();
        load.onHeard(NOW + 9_000);
        assertThat(load.isDoubtful(NOW + 9_000)).isFalse();
    }

    @Test
    void shouldNotDoubtABrokerThatOwesNothing() {
        load.onSent(NOW);
        load.onHeard(NOW);
        load.onEnded();

        assertThat(load.isDoubtful(NOW + 100 * QUIET)).isFalse();
        load.onSent(NOW + 100 * QUIET);
        assertThat(load.isDoubtful(NOW + 101 * QUIET - 1)).isFalse();
    }

    @Test
    void shouldDoubtABrokerThatRefusesForAsLongAsIsSaid() {
        load.onRefused(NOW, 5_000);

        assertThat(load.isDoubtful(NOW + 4_999)).isTrue();
        assertThat(load.isDoubtful(NOW + 5_000)).isFalse();
        assertThat(load.isDoubtful(NOW)).isFalse(); // it is over for good, also when nano times overflow
    }
}
