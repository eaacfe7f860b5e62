package dev.baton.cli.demo;

import java.time.Duration;
import java.util.List;

/**
 * What the demo looks like at one moment. Immutable.
 *
 * @param elapsed since the clients were told to go
 * @param clients in order
 * @param workers in order
 */
record DemoView(Duration elapsed, List<Client> clients, List<Worker> workers) {

    /** A client by its name, and its last report. */
    record Client(String name, ClientReport report) {
        static Client of(Member<ClientReport> member) {
            return new Client(member.name(), member.latest());
        }

        /** How many of its replies came from this worker. */
        long servedBy(Worker worker) {
            return report.served().getOrDefault(worker.report().id(), 0L);
        }

        /** Requests that ended neither in a reply nor in a status. */
        long lost() {
            return report.sent() - report.ok() - report.failed();
        }
    }

    /** A worker by its name, and its last report. */
    record Worker(String name, WorkerReport report) {
        static Worker of(Member<WorkerReport> member) {
            return new Worker(member.name(), member.latest());
        }
    }

    static DemoView of(Duration elapsed, List<Member<ClientReport>> clients, List<Member<WorkerReport>> workers) {
        return new DemoView(
                elapsed,
                clients.stream().map(Client::of).toList(),
                workers.stream().map(Worker::of).toList());
    }

    long sent() {
        return clients.stream().mapToLong(client -> client.report().sent()).sum();
    }

    long ok() {
        return clients.stream().mapToLong(client -> client.report().ok()).sum();
    }

    long failed() {
        return clients.stream().mapToLong(client -> client.report().failed()).sum();
    }

    long lost() {
        return clients.stream().mapToLong(Client::lost).sum();
    }

    long promotions() {
        return workers.stream()
                .mapToLong(worker -> worker.report().promotions())
                .sum();
    }
}
