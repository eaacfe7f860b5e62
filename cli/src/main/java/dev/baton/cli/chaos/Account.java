package dev.baton.cli.chaos;

import dev.baton.client.CallException;
import dev.baton.wire.Executed;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What was sent and what became of it, held against what was run. Ids count from 0. Thread-safe. */
final class Account {
    private static final String WRONG_REPLY = "WRONG_REPLY";

    private final ConcurrentMap<Long, Ending> endings = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> reasons = new ConcurrentHashMap<>();
    private final GapMeter gaps = new GapMeter();
    private long sent;

    /** Opens a call and gives its id. */
    synchronized long onSent(long nowNanos) {
        gaps.onSent(nowNanos);
        return sent++;
    }

    /** A reply has come; returns how long none had. */
    long onReply(long id, long replyId, long nowNanos) {
        if (id == replyId) {
            endings.put(id, Ending.OK);
            return gaps.onOk(nowNanos);
        }
        endings.put(id, new Ending(WRONG_REPLY, Executed.MAYBE));
        gaps.onFailed(nowNanos);
        return 0;
    }

    /** The call has ended without one. */
    void onFailure(long id, Throwable error, long nowNanos) {
        gaps.onFailed(nowNanos);
        reasons.merge(reason(error), 1L, Long::sum);
        endings.put(
                id,
                error instanceof CallException call
                        ? new Ending(call.status().name(), call.executed())
                        : new Ending(error.getClass().getSimpleName(), Executed.MAYBE));
    }

    /** Without what is different each time: the call in brackets, and numbers. */
    private static String reason(Throwable error) {
        return String.valueOf(error.getMessage())
                .replaceAll(" \\(baton\\.chaos.*", "")
                .replaceAll("\\d+", "N");
    }

    /** What was said of calls that failed, and how often. */
    Map<String, Long> reasons() {
        return new TreeMap<>(reasons);
    }

    synchronized long sent() {
        return sent;
    }

    /** How many calls have not ended. */
    long open() {
        return sent() - endings.size();
    }

    /** Whether this call may run more than once. */
    static boolean isRepeatable(long id) {
        return id % 2 == 0;
    }

    /** Draws the balance. */
    Balance balance(Map<Long, Integer> executions) {
        Map<String, Long> failed = new TreeMap<>();
        long ok = 0;
        for (Ending ending : endings.values()) {
            if (ending.equals(Ending.OK)) {
                ok++;
            } else {
                failed.merge(ending.status(), 1L, Long::sum);
            }
        }
        Repetitions repetitions = new Repetitions();
        executions.forEach(repetitions::add);
        return new Balance(
                sent(),
                ok,
                failed,
                sent() - endings.size(),
                repetitions.duplicates,
                repetitions.falseNo,
                repetitions.repeatedMaybe,
                gaps.longestNanos() / 1_000_000);
    }

    /**
     * How a call ended.
     *
     * @param status for people
     * @param executed what its caller was told
     */
    private record Ending(String status, Executed executed) {
        static final Ending OK = new Ending("OK", Executed.YES);
    }

    /** Counts the executions that should not have been. */
    private final class Repetitions {
        private long duplicates;
        private long falseNo;
        private long repeatedMaybe;

        void add(long id, int times) {
            Ending ending = endings.get(id);
            Executed told = ending == null ? Executed.MAYBE : ending.executed();
            if (told == Executed.NO) {
                falseNo++; // whatever the method: its caller may send it again, and then it runs twice
            }
            if (!isRepeatable(id) && times > 1) {
                if (told == Executed.MAYBE) {
                    repeatedMaybe += times - 1;
                } else {
                    duplicates += times - 1;
                }
            }
        }
    }

    /**
     * The account.
     *
     * @param sent calls
     * @param ok calls that ended with their reply
     * @param failed other calls that ended, by status
     * @param lost calls that did not end
     * @param duplicates executions beyond the first of calls that must run once, and whose callers were not told MAYBE
     * @param falseNo calls that ran although their callers were told that they did not and will not
     * @param repeatedMaybe executions beyond the first of calls that must run once, and whose callers were told MAYBE
     * @param longestGapMs the longest time without a success while calls were open
     */
    record Balance(
            long sent,
            long ok,
            Map<String, Long> failed,
            long lost,
            long duplicates,
            long falseNo,
            long repeatedMaybe,
            long longestGapMs) {}
}
