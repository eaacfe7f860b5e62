package dev.baton.cli.chaos;

import java.util.Map;

/**
 * What came of it, in the order in which it is written as JSON.
 *
 * @param sent calls
 * @param ok calls that ended with their reply
 * @param failed other calls that ended, by status
 * @param lost calls that did not end
 * @param duplicates executions beyond the first of calls that must run once, and whose callers were not told MAYBE
 * @param longestGapMs the longest time without a success while calls were open
 * @param falseNo calls that ran although their callers were told that they did not
 * @param repeatedMaybe executions beyond the first of calls that must run once, and whose callers were told MAYBE
 * @param died processes that ended without being struck
 * @param seed what the blows follow from
 * @param blows how many of each kind struck
 */
record ChaosResult(
        long sent,
        long ok,
        Map<String, Long> failed,
        long lost,
        long duplicates,
        long longestGapMs,
        long falseNo,
        long repeatedMaybe,
        long died,
        long seed,
        Map<String, Long> blows) {

    boolean isClean() {
        return lost == 0 && duplicates == 0 && falseNo == 0 && died == 0 && sent == ok + sum(failed);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
