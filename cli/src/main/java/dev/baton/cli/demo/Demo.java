package dev.baton.cli.demo;

import dev.baton.cli.CommandException;
import dev.baton.cli.DurationConverter;
import dev.baton.cli.process.ChildProcess;
import dev.baton.cli.process.Children;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the demo: first the broker, which chooses free ports; then workers and clients, all at once because starting eight JVMs one after
 * the other would take longer than the show; and when all workers are connected, the clients are told to go. Main thread only.
 */
final class Demo {
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    private static final Duration STALL_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration REFRESH_EVERY = Duration.ofMillis(200);

    private final DemoSettings settings;
    private final Display display;
    private final List<Member<WorkerReport>> workers = new ArrayList<>();
    private final List<Member<ClientReport>> clients = new ArrayList<>();
    private final List<String> deadWorkers = new ArrayList<>();
    private long goNanos;

    Demo(DemoSettings settings, Display display) {
        this.settings = settings;
        this.display = display;
    }

    /**
     * Runs it to its end; no child is left when this returns.
     *
     * @throws CommandException if a process could not be started or died
     */
    DemoView run() {
        try (Children children = new Children()) {
            try {
                return runWith(children);
            } catch (CommandException e) {
                if (children.isInterrupted()) {
                    throw CommandException.failed("interrupted");
                }
                throw e;
            }
        }
    }

    /** What somebody should know who wonders about the result: which worker died, what failed first. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        deadWorkers.forEach(worker -> notes.add(worker + " died; what it had went to others if it may run twice"));
        for (Member<ClientReport> client : clients) {
            String failure = client.latest().failure();
            if (failure != null) {
                notes.add(client.name() + ": first failure: " + failure);
            }
        }
        return notes;
    }

    private DemoView runWith(Children children) {
        Member<BrokerReport> broker = Member.broker(children, brokerArguments());
        BrokerReport addresses = await(broker.milestone(), "the broker");
        display.started(addresses);
        startAll(children, addresses);
        workers.forEach(worker -> await(worker.milestone(), worker.name()));
        go();
        watchClients();
        stop(clients);
        workers.stream()
                .filter(worker -> worker.process().ended().isDone())
                .map(Member::name)
                .forEach(deadWorkers::add);
        stop(workers); // a worker's last report comes when it has drained
        return view();
    }

    private void startAll(Children children, BrokerReport addresses) {
        for (int i = 0; i < settings.workers(); i++) {
            String name = "worker-" + (i + 1);
            workers.add(Member.worker(children, name, workerArguments(name, addresses.backend())));
        }
        for (int i = 0; i < settings.clients(); i++) {
            clients.add(Member.client(children, "client-" + (i + 1), clientArguments(i, addresses.frontend())));
        }
    }

    private void go() {
        goNanos = System.nanoTime();
        clients.forEach(client -> client.process().tell("go"));
    }

    /** Shows what happens until all clients are done, or nothing has happened for so long that nothing more will. */
    private void watchClients() {
        CompletableFuture<?> allDone =
                CompletableFuture.allOf(clients.stream().map(Member::milestone).toArray(CompletableFuture[]::new));
        long lastEnded = -1;
        long lastChangeNanos = System.nanoTime();
        while (!isDone(allDone)) {
            DemoView view = view();
            display.refresh(view);
            long nowNanos = System.nanoTime();
            if (view.ok() + view.failed() != lastEnded) {
                lastEnded = view.ok() + view.failed();
                lastChangeNanos = nowNanos;
            } else if (nowNanos - lastChangeNanos > STALL_LIMIT.toNanos()) {
                return;
            }
        }
    }

    private static boolean isDone(CompletableFuture<?> allDone) {
        try {
            allDone.get(REFRESH_EVERY.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw cause(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static <R> void stop(List<Member<R>> members) {
        members.stream().map(Member::process).forEach(ChildProcess::requestStop);
        for (Member<R> member : members) {
            if (!member.process().awaitEnd(STOP_LIMIT)) {
                throw CommandException.failed(member.name() + " did not end within "
                        + DurationConverter.format(STOP_LIMIT) + " after it was asked to");
            }
        }
    }

    private static <R> R await(CompletableFuture<R> milestone, String who) {
        try {
            return milestone.get(READY_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw CommandException.failed(who + " was not ready within " + DurationConverter.format(READY_LIMIT));
        } catch (ExecutionException e) {
            throw cause(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static CommandException cause(ExecutionException e) {
        return e.getCause() instanceof CommandException known
                ? known
                : CommandException.failed(String.valueOf(e.getCause()));
    }

    private static CommandException interrupted() {
        Thread.currentThread().interrupt();
        return CommandException.failed("interrupted");
    }

    private DemoView view() {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - goNanos);
        return DemoView.of(elapsed, clients, workers);
    }

    private static List<String> brokerArguments() {
        return List.of(
                "broker",
                "--frontend=tcp://127.0.0.1:*",
                "--backend=tcp://127.0.0.1:*",
                "--admin=127.0.0.1:0",
                "--report",
                "--exit-with-parent");
    }

    private List<String> workerArguments(String name, String backend) {
        return List.of(
                "worker",
                "--backend=" + backend,
                "--name=" + name,
                "--threads=" + settings.threads(),
                "--delay=" + DurationConverter.format(settings.delay()),
                "--report",
                "--exit-with-parent");
    }

    private List<String> clientArguments(int index, String frontend) {
        List<String> arguments = new ArrayList<>(List.of(
                "demo-client",
                "--frontend=" + frontend,
                "--index=" + index,
                "--input=" + settings.input(),
                "--report",
                "--exit-with-parent"));
        if (settings.requests() > 0) {
            arguments.add("--requests=" + settings.requestsOf(index));
        } else {
            arguments.add("--for=" + DurationConverter.format(settings.runFor()));
        }
        return arguments;
    }
}
