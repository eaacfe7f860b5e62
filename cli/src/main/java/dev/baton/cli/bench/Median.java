package dev.baton.cli.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle of some values, which one odd round does not move. */
final class Median {
    private Median() {}

    static <T> double of(List<T> all, ToDoubleFunction<? super T> value) {
        double[] sorted = all.stream().mapToDouble(value).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
