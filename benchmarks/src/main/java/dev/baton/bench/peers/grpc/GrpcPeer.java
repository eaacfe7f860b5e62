package dev.baton.bench.peers.grpc;

import dev.baton.bench.peers.AsyncCaller;
import dev.baton.bench.peers.AsyncCaller.ReplyHandler;
import dev.baton.bench.peers.Peer;
import dev.baton.bench.peers.Programs;
import dev.baton.bench.plan.ServiceTime;
import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.Ports;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** gRPC-java unary calls; the client's channel takes the workers in turn, and runs callbacks on its own threads. */
public class GrpcPeer implements Peer {
    @Override
    public String version() {
        return "grpc-java " + Programs.jarVersion("grpc-api");
    }

    @Override
    public List<Process> startBroker(Launcher launcher, Ports ports) throws Exception {
        return List.of();
    }

    @Override
    public final void startWorker(Ports ports, int index, int threads, ServiceTime service) throws Exception {
        ServerServiceDefinition echo = ServerServiceDefinition.builder(Echo.SERVICE)
                .addMethod(Echo.METHOD, ServerCalls.<byte[], byte[]>asyncUnaryCall((request, observer) -> {
                    service.serve(request);
                    observer.onNext(request);
                    observer.onCompleted();
                }))
                .build();
        NettyServerBuilder.forAddress(
                        new InetSocketAddress(Ports.HOST, ports.workers().get(index)))
                .executor(Executors.newFixedThreadPool(threads))
                .addService(echo)
                .build()
                .start();
    }

    /** Where the client connects. */
    List<Integer> clientPorts(Ports ports) {
        return ports.workers();
    }

    @Override
    public final AsyncCaller connect(Ports ports) {
        NameResolverRegistry.getDefaultRegistry().register(new FixedAddresses(clientPorts(ports)));
        ManagedChannel channel = NettyChannelBuilder.forTarget(FixedAddresses.SCHEME + ":///workers")
                .usePlaintext()
                .defaultLoadBalancingPolicy("round_robin")
                .directExecutor()
                .build();
        return (request, handler) -> ClientCalls.asyncUnaryCall(
                channel.newCall(Echo.METHOD, CallOptions.DEFAULT), request, new ReplyObserver(handler));
    }

    private static final class ReplyObserver implements StreamObserver<byte[]> {
        private final ReplyHandler handler;
        private byte @Nullable [] reply;

        ReplyObserver(ReplyHandler handler) {
            this.handler = handler;
        }

        @Override
        public void onNext(byte[] value) {
            reply = value;
        }

        @Override
        public void onError(Throwable failure) {
            handler.onReply(null, failure);
        }

        @Override
        public void onCompleted() {
            handler.onReply(reply, null);
        }
    }
}
