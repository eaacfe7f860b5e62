package dev.baton.broker.app.api;

import dev.baton.broker.PoolConfig;
import dev.baton.broker.observe.history.History;
import dev.baton.broker.observe.history.Second;
import dev.baton.time.WallClock;
import dev.baton.wire.StatusCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The history as lists of equal length, one value per second. Thread-safe. */
final class HistoryViews {
    private static final int STEP_SECONDS = 1;

    private final History history;
    private final List<String> pools;

    HistoryViews(Sources sources) {
        this.history = sources.history();
        this.pools =
                sources.broker().config().pools().stream().map(PoolConfig::name).toList();
    }

    Views.HistoryView last(int seconds) {
        long first = history.second() - seconds;
        Map<String, Views.Series> byPool = new LinkedHashMap<>();
        for (int i = 0; i < pools.size(); i++) {
            byPool.put(pools.get(i), series(history.last(i, seconds)));
        }
        return new Views.HistoryView(
                STEP_SECONDS, WallClock.at(history.beginOf(first)).toString(), series(history.last(seconds)), byPool);
    }

    private static Views.Series series(List<@Nullable Second> seconds) {
        return new Views.Series(
                each(seconds, Second::requests),
                each(seconds, second -> Units.microsAsMillis(second.p50Micros())),
                each(seconds, second -> Units.microsAsMillis(second.p99Micros())),
                each(seconds, Second::queued),
                each(seconds, Second::inFlight),
                each(seconds, Second::window),
                errors(seconds));
    }

    private static Map<String, List<@Nullable Integer>> errors(List<@Nullable Second> seconds) {
        Set<StatusCode> statuses = new TreeSet<>();
        for (Second second : seconds) {
            if (second != null) {
                statuses.addAll(second.errors().keySet());
            }
        }
        Map<String, List<@Nullable Integer>> byStatus = new LinkedHashMap<>();
        for (StatusCode status : statuses) {
            byStatus.put(status.name(), each(seconds, second -> second.errors().getOrDefault(status, 0)));
        }
        return byStatus;
    }

    private static <T> List<@Nullable T> each(List<@Nullable Second> seconds, Function<Second, @Nullable T> value) {
        List<@Nullable T> values = new ArrayList<>(seconds.size());
        for (Second second : seconds) {
            values.add(second == null ? null : value.apply(second));
        }
        return values;
    }
}
