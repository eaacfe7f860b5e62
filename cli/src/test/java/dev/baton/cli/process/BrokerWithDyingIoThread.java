package dev.baton.cli.process;

import dev.baton.cli.Baton;
import java.util.List;

/** {@code ./baton broker} whose I/O thread dies, or hangs, as soon as it is there. */
final class BrokerWithDyingIoThread {
    private BrokerWithDyingIoThread() {}

    /** First argument: what befalls the I/O thread, a method of {@link Thread}: {@code stop} or {@code suspend}. The others are the broker's. */
    public static void main(String[] args) throws Exception {
        Thread broker = new Thread(
                () -> Baton.main(List.of(args).subList(1, args.length).toArray(String[]::new)));
        broker.start();
        Thread io = null;
        while (io == null) {
            Thread.sleep(50);
            io = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("baton-broker-iothread"))
                    .findAny()
                    .orElse(null);
        }
        Thread.sleep(1_000); // so that it is busy with nothing
        Thread.class.getMethod(args[0]).invoke(io);
    }
}
