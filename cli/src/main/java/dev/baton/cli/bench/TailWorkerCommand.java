package dev.baton.cli.bench;

import dev.baton.cli.ChildOptions;
import dev.baton.cli.ExitCode;
import dev.baton.cli.bench.plain.PlainWorker;
import dev.baton.cli.process.Shutdown;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A worker process, of Baton or of nothing but REP sockets; what they do is the same. */
@Command(name = "tail-worker", hidden = true, description = "A worker process of bench tail.")
public final class TailWorkerCommand implements Callable<Integer> {
    private static final Duration CONNECT_LIMIT = Duration.ofMinutes(2);

    @Option(names = "--backend", required = true)
    private String backend;

    @Option(names = "--number", required = true)
    private int number;

    @Option(names = "--threads", required = true)
    private int threads;

    @Option(names = "--slowdown", required = true)
    private double slowdown;

    @Option(names = "--plain")
    private boolean plain;

    @Mixin
    private final ChildOptions child = new ChildOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        child.watchParent();
        if (plain) {
            new PlainWorker(
                    backend,
                    threads,
                    thread -> request -> Work.serve(ByteBuffer.wrap(request), firstServer() + thread, slowdown));
        } else {
            startBatonWorker();
        }
        child.report(spec.commandLine().getOut(), new WorkerReady(number));
        new CountDownLatch(1).await(); // the parent ends this process, nothing else does
        return ExitCode.OK;
    }

    private void startBatonWorker() throws InterruptedException {
        BatonWorker worker = BatonWorker.builder()
                .broker(backend)
                .capacity(threads)
                .name("worker-" + (number + 1))
                .handle(
                        BatonTarget.METHOD,
                        (context, request) -> Payload.wrap(Work.serve(request.asByteBuffer(), firstServer(), slowdown)))
                .start();
        Shutdown.drainOnSignal(worker::close);
        worker.awaitConnected(CONNECT_LIMIT);
    }

    /** Each plain thread is a server of its own; a worker of Baton's is one. */
    private int firstServer() {
        return number * threads;
    }

    /** What a worker process tells its parent. */
    record WorkerReady(int number) {}
}
