package dev.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedSlotsTest {
    private final SharedSlots slots = new SharedSlots(3, 12, 0);

    @Test
    void shouldLeaveEverythingToOneWhileTheOthersAreIdle() {
        slots.observe(0, 12);
        slots.advance(1000);

        assertThat(slots.leftFor(0)).isEqualTo(12);
    }

    @Test
    void shouldLeaveWhatTheOthersDoNotUse() {
        slots.observe(0, 3);
        slots.observe(1, 2);
        slots.advance(1000);

        assertThat(slots.leftFor(0)).isEqualTo(10);
        assertThat(slots.leftFor(1)).isEqualTo(9);
        assertThat(slots.leftFor(2)).isEqualTo(7);
    }

    @Test
    void shouldLeaveEachItsShareHoweverMuchTheOthersUse() {
        slots.observe(0, 12);
        slots.advance(1000);

        assertThat(slots.leftFor(1)).isEqualTo(4);
    }

    @Test
    void shouldGoByTheAverageSinceItWasLastAsked() {
        slots.observe(0, 8);
        slots.advance(250);
        slots.observe(0, 0);
        slots.advance(1000);
        assertThat(slots.leftFor(1)).as("8 for a quarter of the time").isEqualTo(10);

        slots.advance(1500);
        assertThat(slots.leftFor(1)).isEqualTo(12);
        assertThat(slots.leftFor(2)).as("8 for a sixth of the time").isEqualTo(11);
    }

    @Test
    void shouldNotFallOverItselfWhenNoTimeHasPassed() {
        slots.observe(0, 12);

        assertThat(slots.leftFor(1)).isBetween(4, 12);
        assertThat(slots.leftFor(1)).isBetween(4, 12);
    }

    @Test
    void shouldLeaveAtLeastOneSlot() {
        SharedSlots few = new SharedSlots(3, 2, 0);
        few.observe(0, 2);
        few.advance(1000);

        assertThat(few.leftFor(1)).isEqualTo(1);
    }
}
