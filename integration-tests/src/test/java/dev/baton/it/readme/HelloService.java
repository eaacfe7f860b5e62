package dev.baton.it.readme;

import com.google.protobuf.StringValue;
import dev.baton.worker.BatonWorker;

public final class HelloService {
    static BatonWorker start(String broker) {
        return BatonWorker.builder()
                .broker(broker)
                .capacity(8) // eight greetings at once, on nine threads
                .handle("demo.Hello/Greet", StringValue.parser(), (context, name) -> greet(name))
                .start();
    }

    static StringValue greet(StringValue name) {
        return StringValue.of("Hello, " + name.getValue() + "!");
    }

    public static void main(String[] args) throws InterruptedException {
        start("tcp://127.0.0.1:5556");
        Thread.currentThread().join();
    }
}
