package dev.baton.examples.leaders;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows who leads, who works and who waits in a worker. */
@Command(
        name = "leaders",
        description = "Shows who leads, who works and who waits in a worker with three threads.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class LeadersCommand implements Callable<Integer> {
    @Option(
            names = "--threads",
            defaultValue = "3",
            description = "Of the worker, at least 2. Default: ${DEFAULT-VALUE}")
    private int threads;

    @Option(names = "--tasks", defaultValue = "24", description = "Default: ${DEFAULT-VALUE}")
    private int tasks;

    @Option(names = "--seed", defaultValue = "1", description = "For other lengths of tasks. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the timeline as a page, too.")
    private @Nullable Path html;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Play.Seen seen = new Play(threads, tasks, seed).run();
        TimelineText text = new TimelineText(seen.timeline());
        out.println("=  leads    A B C ...  works at this task    .  waits for its turn\n");
        text.lines().forEach(out::println);
        text.summary().forEach(out::println);
        out.printf(
                "the lead went to another thread %d times; %d requests were handed back because all slots were taken%n",
                seen.promotions(), seen.handBacks());
        if (html != null) {
            Files.writeString(html, new TimelinePage(seen.timeline()).html());
            out.println("the page is in " + html);
        }
        return 0;
    }
}
