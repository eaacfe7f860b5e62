package dev.baton.bench.figures;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All figures of a comparison, by peer, workload, figure and round. For one thread. */
public final class Results {
    private record Key(String peer, String workload, Figure figure) {}

    private final Map<Key, Map<Integer, Double>> byRound = new java.util.HashMap<>();
    private final Set<String> peers = new LinkedHashSet<>();

    /** Adds what one run gave. */
    public void add(String peer, String workload, int round, Map<Figure, Double> figures) {
        peers.add(peer);
        figures.forEach(
                (figure, value) -> byRound.computeIfAbsent(new Key(peer, workload, figure), key -> new TreeMap<>())
                        .put(round, value));
    }

    /** The peers of which there are figures. */
    List<String> peers() {
        return List.copyOf(peers);
    }

    /** Whether this was measured. */
    boolean has(String peer, String workload, Figure figure) {
        return byRound.containsKey(new Key(peer, workload, figure));
    }

    /** Over all rounds; empty: not measured. */
    Optional<Spread> spread(String peer, String workload, Figure figure) {
        return Optional.ofNullable(byRound.get(new Key(peer, workload, figure)))
                .map(rounds -> Spread.of(rounds.values()));
    }

    /** The median of the ratios of those rounds that both have; empty: there are none, or the reference is zero. */
    Optional<Double> ratio(String peer, String reference, String workload, Figure figure) {
        Map<Integer, Double> to = byRound.getOrDefault(new Key(reference, workload, figure), Map.of());
        List<Double> ratios = new ArrayList<>();
        byRound.getOrDefault(new Key(peer, workload, figure), Map.of()).forEach((round, value) -> {
            Double base = to.get(round);
            if (base != null && base > 0) {
                ratios.add(value / base);
            }
        });
        return ratios.isEmpty()
                ? Optional.empty()
                : Optional.of(Spread.of(ratios).median());
    }
}
