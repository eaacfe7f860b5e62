package dev.baton.it.readme;

import com.google.protobuf.StringValue;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import java.time.Duration;

public final class HelloClient {
    static String greet(BatonClient client, String name) {
        CallOptions options = CallOptions.deadline(Duration.ofSeconds(10)).idempotent();
        return client.call("demo.Hello/Greet", StringValue.of(name), StringValue.parser(), options)
                .getValue();
    }

    public static void main(String[] args) {
        try (BatonClient client = BatonClient.connect("tcp://127.0.0.1:5555")) {
            System.out.println(greet(client, "world"));
        } catch (CallException e) {
            System.err.println(e.getMessage()); // e.status() and e.executed() say what is safe to do next
        }
    }
}
