package dev.baton.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.cli.process.ParentWatch;
import dev.baton.cli.process.Shutdown;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.BatonWorkerBuilder;
import dev.baton.worker.ReplySink;
import dev.baton.worker.RequestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A worker as a process of its own: {@code backend name capacity executionLog}. Tells its id on stdout when it is connected. */
final class WorkerMain {
    /** Answers with every bit turned, and with the identity of the client in the metadata. */
    static final String INVERT = "it.Work/Invert";

    /** Given {@code id millis}: notes the id in the execution log, works for so long, answers with the id. */
    static final String WORK = "it.Work/Work";

    /** Given {@code id count millis}: notes the id in the execution log, then answers with the numbers from 1 to the count, so long apart. */
    static final String COUNT = "it.Work/Count";

    /** Notes the payload in the execution log and ends the process. */
    static final String POISON = "it.Work/Poison";

    static final String CLIENT = "client";

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final Path executions;

    private WorkerMain(Path executions) {
        this.executions = executions;
    }

    public static void main(String[] arguments) throws InterruptedException {
        BatonWorker worker = start(arguments[0], arguments[1], Integer.parseInt(arguments[2]), Path.of(arguments[3]));
        Shutdown.drainOnSignal(worker::close);
        ParentWatch.start(() -> {});
        if (!worker.awaitConnected(LONG_ENOUGH)) {
            throw new IllegalStateException("no broker at " + arguments[0]);
        }
        System.out.println("{\"id\":\"" + worker.id() + "\"}");
        new CountDownLatch(1).await(); // a signal ends this process, or the end of its parent
    }

    /** The same worker inside this process. */
    static BatonWorker start(String backend, String name, int capacity, Path executions) {
        return builder(backend, name, capacity, executions).start();
    }

    /** The same worker, not started. */
    static BatonWorkerBuilder builder(String backend, String name, int capacity, Path executions) {
        WorkerMain main = new WorkerMain(executions);
        return BatonWorker.builder()
                .broker(backend)
                .name(name)
                .capacity(capacity)
                .handle(INVERT, WorkerMain::invert)
                .handle(WORK, main::work)
                .handle(POISON, main::poison)
                .handleStream(COUNT, main::count);
    }

    private static Payload invert(RequestContext context, Payload request) {
        context.putReplyMetadata(CLIENT, context.clientIdentityHex());
        return Payload.wrap(inverted(request.toByteArray()));
    }

    /** What {@link #INVERT} makes of these bytes, in place. */
    static byte[] inverted(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
        return bytes;
    }

    private Payload work(RequestContext context, Payload request) throws IOException, InterruptedException {
        note(text(request).split(" ", 2)[0]);
        return workOn(request);
    }

    /** What {@link #WORK} does but for the note. */
    static Payload workOn(Payload request) throws InterruptedException {
        String[] idAndMillis = text(request).split(" ", 2);
        TimeUnit.MILLISECONDS.sleep(Long.parseLong(idAndMillis[1]));
        return Payload.utf8(idAndMillis[0]);
    }

    /** Notes the id with a minus when it is told to stop. */
    private void count(RequestContext context, Payload request, ReplySink<Payload> replies) throws Exception {
        String[] idCountMillis = text(request).split(" ", 3);
        note(idCountMillis[0]);
        try {
            for (int i = 1; i <= Integer.parseInt(idCountMillis[1]); i++) {
                replies.send(Payload.utf8(Integer.toString(i)));
                TimeUnit.MILLISECONDS.sleep(Long.parseLong(idCountMillis[2]));
            }
        } catch (CancellationException e) {
            note("-" + idCountMillis[0]);
            throw e;
        }
    }

    private Payload poison(RequestContext context, Payload request) throws IOException {
        note(text(request));
        Runtime.getRuntime().halt(1);
        return Payload.empty();
    }

    /** One write to the system before the work begins, so that a kill cannot undo it. */
    private void note(String id) throws IOException {
        Files.writeString(executions, id + "\n", US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String text(Payload payload) {
        return new String(payload.toByteArray(), UTF_8);
    }
}
