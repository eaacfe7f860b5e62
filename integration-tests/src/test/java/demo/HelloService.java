package demo;

import dev.baton.worker.BatonWorker;
import dev.baton.worker.RequestContext;

public final class HelloService extends GreeterBaton.Service {
    @Override
    protected HelloReply greet(RequestContext context, HelloRequest request) {
        String text = "Hello, " + request.getName() + "!";
        return HelloReply.newBuilder().setText(text).build();
    }

    public static void main(String[] args) throws InterruptedException {
        BatonWorker.builder().broker(args[0]).service(new HelloService()).start();
        Thread.currentThread().join();
    }
}
