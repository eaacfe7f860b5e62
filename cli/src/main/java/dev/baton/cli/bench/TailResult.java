package dev.baton.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of it, in the order in which it is written as JSON.
 *
 * @param callsPerSecond how many were made in each turn
 * @param rounds each turn
 * @param medians of each system's rounds
 * @param p99BatonToIdeal the median of the rounds' ratios: how many times as long Baton's 99th percentile is
 * @param p99PlainToBaton the same for the plain proxy and Baton
 */
record TailResult(
        int workers,
        int threads,
        double slowWorker,
        double load,
        double callsPerSecond,
        double secondsPerTurn,
        long seed,
        List<RoundReport> rounds,
        Map<BenchSystem, Medians> medians,
        double p99BatonToIdeal,
        double p99PlainToBaton) {

    /** Busier than this on average, there were times without any free processor. */
    private static final double BUSY = 0.85;

    /** In ms. */
    record Medians(double p50Ms, double p99Ms, double p999Ms) {
        private static Medians of(List<RoundReport> turns) {
            return new Medians(
                    Median.of(turns, RoundReport::p50Ms),
                    Median.of(turns, RoundReport::p99Ms),
                    Median.of(turns, RoundReport::p999Ms));
        }
    }

    static TailResult of(TailSettings settings, List<RoundReport> rounds) {
        Map<BenchSystem, Medians> medians = new TreeMap<>();
        for (BenchSystem system : BenchSystem.values()) {
            medians.put(system, Medians.of(turnsOf(system, rounds)));
        }
        return new TailResult(
                settings.workers(),
                settings.threads(),
                settings.slowdown(),
                settings.load(),
                RoundReport.rounded(settings.callsPerSecond()),
                settings.duration().toMillis() / 1000.0,
                settings.seed(),
                rounds,
                medians,
                ratio(BenchSystem.BATON, BenchSystem.IDEAL, rounds),
                ratio(BenchSystem.PLAIN, BenchSystem.BATON, rounds));
    }

    /** Whether each call was answered. */
    boolean isComplete() {
        return rounds.stream().allMatch(RoundReport::isComplete);
    }

    /** Whether processors were what Baton was short of, in half of the rounds or more. */
    boolean isShortOfProcessors() {
        return Median.of(turnsOf(BenchSystem.BATON, rounds), RoundReport::processorsBusy) >= BUSY;
    }

    /** Turns of the same round met the same calls, and more or less the same weather on this machine: so first the ratio, then the median. */
    private static double ratio(BenchSystem above, BenchSystem below, List<RoundReport> rounds) {
        List<RoundReport> dividends = turnsOf(above, rounds);
        List<RoundReport> divisors = turnsOf(below, rounds);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < dividends.size(); i++) {
            ratios.add(dividends.get(i).p99Ms() / divisors.get(i).p99Ms());
        }
        return RoundReport.rounded(Median.of(ratios, Double::doubleValue));
    }

    private static List<RoundReport> turnsOf(BenchSystem system, List<RoundReport> rounds) {
        return rounds.stream().filter(report -> report.system() == system).toList();
    }
}
