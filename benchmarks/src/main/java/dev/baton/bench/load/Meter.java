package dev.baton.bench.load;

import dev.baton.bench.figures.Figure;
import dev.baton.bench.process.CpuTotal;
import dev.baton.bench.process.Usage;
import dev.baton.bench.stalls.StallLog;
import dev.baton.bench.stalls.Stalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads what the processes use over the measured time. For one thread. */
final class Meter {
    /** The stall meter writes down a stall when it is over. */
    private static final int STALL_LOG_MILLIS = 20;

    private final List<Long> brokers;
    private final List<Long> workers;
    private final List<Long> self = List.of(ProcessHandle.current().pid());
    private final List<Long> all = new ArrayList<>();
    private final StallLog stallLog = StallLog.ofThisRun();

    Meter(List<Long> brokers, List<Long> workers) {
        this.brokers = brokers;
        this.workers = workers;
        all.addAll(brokers);
        all.addAll(workers);
        all.addAll(self);
    }

    /** Begins to measure. */
    Reading begin() throws IOException {
        return new Reading();
    }

    /** The measured time, from its making to {@link #end}. */
    final class Reading {
        private final CpuTotal machine = CpuTotal.now();
        private final Usage broker = Usage.of(brokers);
        private final Usage worker = Usage.of(workers);
        private final Usage client = Usage.of(self);
        private final long beginNanos = System.nanoTime();

        private Reading() throws IOException {}

        /** So many calls ended in this time. */
        Map<Figure, Double> end(double calls, Samples samples) throws IOException, InterruptedException {
            long endNanos = System.nanoTime();
            Map<Figure, Double> figures = costs(calls);
            figures.put(Figure.ALL_RSS, Usage.residentMib(all));
            if (!brokers.isEmpty()) {
                figures.put(Figure.BROKER_RSS, Usage.residentMib(brokers));
            }
            Thread.sleep(STALL_LOG_MILLIS);
            Stalls stalls = stallLog.catchUp();
            double available = stalls.available(beginNanos, endNanos);
            figures.put(Figure.REQUESTS, calls * 1e9 / (endNanos - beginNanos) / available);
            figures.put(Figure.WITHHELD, 100 * (1 - available));
            figures.putAll(samples.figures(stalls));
            return figures;
        }

        private Map<Figure, Double> costs(double calls) throws IOException {
            Usage brokerNow = Usage.of(brokers);
            Usage workerNow = Usage.of(workers);
            Usage clientNow = Usage.of(self);
            CpuTotal machineNow = CpuTotal.now();
            double brokerMicros = brokerNow.cpuMicrosSince(broker);
            double workerMicros = workerNow.cpuMicrosSince(worker);
            double clientMicros = clientNow.cpuMicrosSince(client);
            double allMicros = brokerMicros + workerMicros + clientMicros;
            double brokerSwitches = brokerNow.switchesSince(broker);
            double allSwitches = brokerSwitches + workerNow.switchesSince(worker) + clientNow.switchesSince(client);
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            if (!brokers.isEmpty()) {
                figures.put(Figure.BROKER_CPU, brokerMicros / calls);
                figures.put(Figure.BROKER_SWITCHES, brokerSwitches / calls);
            }
            figures.put(Figure.WORKER_CPU, workerMicros / calls);
            figures.put(Figure.CLIENT_CPU, clientMicros / calls);
            figures.put(Figure.ALL_CPU, allMicros / calls);
            figures.put(Figure.ALL_SWITCHES, allSwitches / calls);
            figures.put(Figure.OTHERS_CPU, machineNow.othersPercentSince(machine, allMicros));
            return figures;
        }
    }
}
