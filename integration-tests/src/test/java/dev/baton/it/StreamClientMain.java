package dev.baton.it;

import dev.baton.cli.process.ParentWatch;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.client.ReplyStream;
import dev.baton.wire.Payload;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A client as a process of its own, with an open stream: {@code frontend method request replies}. Tells on stdout when it has so many. */
final class StreamClientMain {
    private StreamClientMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        ParentWatch.start(() -> {});
        BatonClient client = BatonClient.connect(arguments[0]);
        CallOptions options = CallOptions.deadline(Duration.ofMinutes(5)).streamWindow(16);
        ReplyStream<Payload> stream = client.stream(arguments[1], Payload.utf8(arguments[2]), options);
        int wanted = Integer.parseInt(arguments[3]);
        for (int i = 0; i < wanted; i++) {
            stream.next();
        }
        System.out.println("{\"taken\":" + wanted + "}");
        new CountDownLatch(1).await();
    }
}
