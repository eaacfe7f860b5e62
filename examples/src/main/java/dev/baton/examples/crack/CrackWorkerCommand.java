package dev.baton.examples.crack;

import dev.baton.examples.WorkerOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One worker more for a search that runs in another terminal. Leave it with Ctrl-C, or kill it. */
@Command(
        name = "crack-worker",
        description = "One worker more for a crack that runs in another terminal.",
        mixinStandardHelpOptions = true)
public final class CrackWorkerCommand implements Callable<Integer> {
    @Mixin
    private final WorkerOptions options = new WorkerOptions();

    @Override
    public Integer call() throws InterruptedException {
        options.serve(new CrackerService(options.name()));
        return 0;
    }
}
