package dev.baton.client;

/**
 * How far a {@link Gather} has come.
 *
 * @param sent calls that were handed in
 * @param done those that ended with OK, whether they have been read or not
 * @param failed those that ended otherwise; calls that were taken back by {@link Gather#close} are not counted
 */
public record GatherProgress(long sent, long done, long failed) {
    /** Calls that have ended. */
    public long ended() {
        return done + failed;
    }
}
