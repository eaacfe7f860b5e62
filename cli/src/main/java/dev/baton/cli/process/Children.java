package dev.baton.cli.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The processes of one run, which all end with it: when this is closed, when this process ends by Ctrl-C or SIGTERM, and, because their stdin
 * ends then, also when it is killed. Thread-safe.
 */
public final class Children implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final List<ChildProcess> children = new CopyOnWriteArrayList<>();
    private final Runnable removeHook;
    private volatile boolean interrupted;

    /** None so far. */
    public Children() {
        removeHook = Threads.atExit("stop children", this::stopForExit);
    }

    /** Starts one more; it is stopped before those that are older. */
    public ChildProcess start(String name, List<String> command, Consumer<String> onReport) {
        ChildProcess child = ChildProcess.start(name, command, onReport);
        children.add(child);
        if (interrupted) {
            child.kill(); // the hook may have looked at the list a moment too early
        }
        return child;
    }

    /** Whether this process is being ended from outside, so that children which end are no news. */
    public boolean isInterrupted() {
        return interrupted;
    }

    /** Ends all of them, the newest first: clients before workers before the broker. */
    @Override
    public void close() {
        for (int i = children.size() - 1; i >= 0; i--) {
            stop(children.get(i));
        }
        removeHook.run();
    }

    private void stopForExit() {
        interrupted = true;
        children.forEach(ChildProcess::requestStop);
        close();
    }

    private static void stop(ChildProcess child) {
        child.requestStop();
        if (!child.awaitEnd(STOP_LIMIT)) {
            child.kill();
            child.awaitEnd(STOP_LIMIT);
        }
    }
}
