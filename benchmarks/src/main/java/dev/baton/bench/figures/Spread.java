package dev.baton.bench.figures;

import java.util.Collection;
import java.util.List;

/** The median of some values with the least and the greatest. */
record Spread(double median, double least, double greatest) {
    /** Of at least one value. */
    static Spread of(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        double median = n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(n - 1));
    }
}
