package dev.baton.worker;

/**
 * A service that knows its methods: it adds its handlers to a worker. The bases that protoc-gen-baton generates are such; a service is then
 *
 * <pre>{@code
 * final class Greeter extends GreeterBaton.Service {
 *     @Override
 *     protected HelloReply greet(RequestContext context, HelloRequest request) {
 *         return HelloReply.newBuilder().setText("Hello, " + request.getName() + "!").build();
 *     }
 * }
 *
 * BatonWorker worker = BatonWorker.builder().broker("tcp://127.0.0.1:5556").service(new Greeter()).start();
 * }</pre>
 */
@FunctionalInterface
public interface ServiceBinding {
    /** Adds a handler for each method. Called once for each worker that is to serve it. */
    void bindTo(BatonWorkerBuilder worker);
}
