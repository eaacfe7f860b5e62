package dev.baton.cli.chaos;

import dev.baton.cli.DurationConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One thing that goes wrong.
 *
 * @param at when, from the first call on
 * @param kind what
 * @param worker whom, from 0; the next one that is up if this one is down at the time
 * @param lasting how long somebody is frozen, or stays down before the restart
 */
record Blow(Duration at, BlowKind kind, int worker, Duration lasting) {
    /** Kinds are drawn from this pack without putting them back, so that even a short run has some of each. */
    private static final List<BlowKind> PACK = List.of(
            BlowKind.KILL_WORKER,
            BlowKind.FREEZE_WORKER,
            BlowKind.CUT,
            BlowKind.KILL_WORKER,
            BlowKind.FREEZE_WORKER,
            BlowKind.CUT,
            BlowKind.DRAIN_WORKER,
            BlowKind.KILL_BROKER,
            BlowKind.FREEZE_BROKER);

    private static final int FIRST_AFTER_MILLIS = 1000;
    private static final int PAUSE_MIN_MILLIS = 400;
    private static final int PAUSE_SPREAD_MILLIS = 1600;
    /** Peace at the end, so that what the last blow broke can still be mended while calls are made. */
    private static final int PEACE_MILLIS = 2000;

    private static final int FREEZE_MIN_MILLIS = 200;
    private static final int FREEZE_SPREAD_MILLIS = 2800;
    private static final int DOWN_MAX_MILLIS = 500;

    /** All blows of a run, in order. The same seed, duration and number of workers give the same blows. */
    static List<Blow> schedule(long seed, Duration duration, int workers) {
        Random random = new Random(seed);
        List<Blow> blows = new ArrayList<>();
        List<BlowKind> pack = new ArrayList<>();
        long at = FIRST_AFTER_MILLIS;
        while (at < duration.toMillis() - PEACE_MILLIS) {
            if (pack.isEmpty()) {
                pack.addAll(PACK);
                Collections.shuffle(pack, random);
            }
            BlowKind kind = pack.remove(pack.size() - 1);
            blows.add(new Blow(Duration.ofMillis(at), kind, random.nextInt(workers), lasting(kind, random)));
            at += PAUSE_MIN_MILLIS + random.nextInt(PAUSE_SPREAD_MILLIS);
        }
        return blows;
    }

    /** For people. */
    String describe(String whom) {
        return switch (kind) {
            case FREEZE_WORKER, FREEZE_BROKER -> kind.verb() + " " + whom + " for " + DurationConverter.format(lasting);
            case CUT -> kind.verb() + " " + whom + " off";
            case KILL_WORKER, DRAIN_WORKER, KILL_BROKER -> kind.verb() + " " + whom;
        };
    }

    private static Duration lasting(BlowKind kind, Random random) {
        return switch (kind) {
            case FREEZE_WORKER, FREEZE_BROKER ->
                Duration.ofMillis(FREEZE_MIN_MILLIS + random.nextInt(FREEZE_SPREAD_MILLIS));
            case KILL_WORKER, DRAIN_WORKER, KILL_BROKER -> Duration.ofMillis(random.nextInt(DOWN_MAX_MILLIS));
            case CUT -> Duration.ZERO;
        };
    }
}
