package dev.baton.worker;

import dev.baton.wire.Payload;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A worker with virtual threads, in a process of its own, because the tests themselves may run on a JDK that has none. What waits goes on when it reads something. */
final class VirtualThreadsMain {
    static final String WAIT = "test.Virtual/Wait";
    static final String LATER = "test.Virtual/Later";
    static final String CLOSE = "test.Virtual/Close";
    static final String SLOTS = "test.Virtual/Slots";

    private static final CountDownLatch gate = new CountDownLatch(1);
    private static final CountDownLatch end = new CountDownLatch(1);
    private static BatonWorker worker;

    private VirtualThreadsMain() {}

    public static void main(String[] args) throws Exception {
        worker = BatonWorker.builder()
                .broker(args[0], "")
                .capacity(Integer.parseInt(args[1]))
                .name("virtual-test")
                .virtualThreads()
                .drainTimeout(Duration.ofMillis(500))
                .handle(WAIT, (context, payload) -> {
                    gate.await();
                    return here();
                })
                .handleAsync(LATER, (context, payload) -> CompletableFuture.supplyAsync(VirtualThreadsMain::here))
                .handle(
                        SLOTS,
                        (context, payload) -> Payload.utf8(worker.snapshot().busy() + " busy, "
                                + worker.snapshot().threads().size() + " threads"))
                .handle(CLOSE, (context, payload) -> {
                    worker.close(); // from inside a handler: must not wait for itself
                    end.countDown();
                    return here();
                })
                .start();
        if (System.in.read() >= 0) {
            gate.countDown();
        }
        end.await();
        worker.close();
        System.exit(worker.snapshot().errors() == 0 ? 0 : 1);
    }

    /** As a virtual thread prints itself: VirtualThread[#29,virtual-test-virtual-0]/runnable@.... */
    private static Payload here() {
        return Payload.utf8(Thread.currentThread().toString());
    }
}
