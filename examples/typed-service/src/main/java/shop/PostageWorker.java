package shop;

import dev.baton.worker.BatonWorker;

/** A process that answers. As many of it as are wanted may run, on any machine that reaches the broker. */
public final class PostageWorker {
    private PostageWorker() {}

    /** Takes the broker's backend, {@code tcp://host:5556}, and runs until it is told to stop. */
    public static void main(String[] args) throws InterruptedException {
        BatonWorker.builder()
                .broker(args[0])
                .name("postage")
                .capacity(8) // eight parcels at once
                .service(new PostageService())
                .drainOnShutdown() // finishes what it has when the process is told to end
                .start();
        Thread.currentThread().join();
    }
}
