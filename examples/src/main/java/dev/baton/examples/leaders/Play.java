package dev.baton.examples.leaders;

import dev.baton.client.Gather;
import dev.baton.client.GatherOptions;
import dev.baton.examples.Stage;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker with a few threads and more and more to do: the first third of the tasks comes one by one, the rest as many at once as there are threads. */
final class Play {
    private static final String METHOD = "baton.examples.Leaders/Work";
    private static final int SHORTEST_MILLIS = 4;
    private static final int LONGEST_MILLIS = 25;

    private final int threads;
    private final List<Payload> tasks;
    private volatile @Nullable Recorder recorder;

    /** With tasks of random length; the same seed gives the same ones. */
    Play(int threads, int tasks, long seed) {
        this.threads = threads;
        this.tasks = new ArrayList<>();
        Random random = new Random(seed);
        for (int task = 1; task <= tasks; task++) {
            this.tasks.add(Payload.utf8(task + " " + random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS)));
        }
    }

    /** What was seen: the worker's threads, and how often it has handed a request back because all its slots were taken. */
    record Seen(Timeline timeline, long promotions, long handBacks) {}

    Seen run() throws InterruptedException {
        try (Stage stage = Stage.open();
                BatonWorker worker = BatonWorker.builder()
                        .broker(stage.backend())
                        .name("pool")
                        .capacity(threads - 1) // one more thread than slots: somebody always leads
                        .handle(METHOD, (context, task) -> work(task))
                        .start()) {
            stage.client().call(METHOD, Payload.utf8("0 1")); // so that all are connected
            Recorder recording = new Recorder(worker);
            recorder = recording;
            int alone = tasks.size() / 3;
            for (Payload task : tasks.subList(0, alone)) {
                stage.client().call(METHOD, task);
            }
            GatherOptions options = GatherOptions.outstanding(threads);
            try (Gather<Payload> rest = stage.client().callAll(METHOD, tasks.listIterator(alone), options)) {
                rest.forEachRemaining(result -> {});
            }
            Timeline timeline = recording.stop();
            return new Seen(
                    timeline, worker.snapshot().promotions(), worker.snapshot().handBacks());
        }
    }

    private Payload work(Payload task) throws InterruptedException {
        String[] numberAndMillis = task.toUtf8().split(" ", 2);
        Recorder recording = recorder;
        if (recording != null) {
            recording.onTask(Thread.currentThread(), Integer.parseInt(numberAndMillis[0]));
        }
        TimeUnit.MILLISECONDS.sleep(Long.parseLong(numberAndMillis[1]));
        return Payload.empty();
    }
}
