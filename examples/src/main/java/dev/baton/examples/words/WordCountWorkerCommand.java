package dev.baton.examples.words;

import dev.baton.examples.WorkerOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A worker of the word counter. */
@Command(name = "word-count-worker", hidden = true, description = "A worker of the word counter.")
public final class WordCountWorkerCommand implements Callable<Integer> {
    @Mixin
    private final WorkerOptions options = new WorkerOptions();

    @Override
    public Integer call() throws InterruptedException {
        options.serve(new WordCounterService());
        return 0;
    }
}
