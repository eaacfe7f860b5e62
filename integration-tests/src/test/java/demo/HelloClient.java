package demo;

import dev.baton.client.BatonClient;
import dev.baton.client.CallException;

public final class HelloClient {
    public static void main(String[] args) {
        try (BatonClient client = BatonClient.connect(args[0])) {
            GreeterBaton.Client greeter = GreeterBaton.client(client);
            HelloRequest request = HelloRequest.newBuilder().setName("world").build();
            System.out.println(greeter.greet(request).getText());
        } catch (CallException e) {
            System.err.println(e.getMessage()); // e.status() and e.executed() say what is safe to do next
        }
    }
}
