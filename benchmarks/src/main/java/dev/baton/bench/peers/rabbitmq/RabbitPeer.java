package dev.baton.bench.peers.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import dev.baton.bench.peers.AsyncCaller;
import dev.baton.bench.peers.Peer;
import dev.baton.bench.peers.Programs;
import dev.baton.bench.plan.ServiceTime;
import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * RabbitMQ with direct reply-to. A worker thread is a channel that acknowledges after the reply; it has up to 64 requests at a time if they take
 * no time, and otherwise one.
 */
public final class RabbitPeer implements Peer {
    static final String QUEUE = "echo";

    private static final String SERVER = "rabbitmq-server";
    private static final Path SCRIPT = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final int START_SECONDS = 90;
    private static final int QUICK_PREFETCH = 64;

    @Override
    public Optional<String> missing() {
        return Files.isExecutable(SCRIPT)
                ? Optional.empty()
                : Optional.of(SERVER + " is not installed: apt-get install --no-install-recommends " + SERVER);
    }

    @Override
    public String version() {
        return SERVER + " " + Programs.debianVersion(SERVER) + ", amqp-client " + Programs.jarVersion("amqp-client");
    }

    @Override
    public List<Process> startBroker(Launcher launcher, Ports ports) throws IOException {
        Map<String, String> settings = settings(launcher.directory(), ports);
        String epmdPort = Integer.toString(ports.backend());
        Process epmd = launcher.start("epmd", settings, List.of("epmd", "-address", Ports.HOST, "-port", epmdPort));
        launcher.awaitPort(epmd, "epmd", ports.backend(), START_SECONDS);
        Process server = launcher.start("broker", settings, List.of(SCRIPT.toString()));
        launcher.awaitLog(server, "broker", "completed with", START_SECONDS);
        return List.of(server);
    }

    /** Its own node, with everything in this directory and on these ports. */
    private static Map<String, String> settings(Path directory, Ports ports) throws IOException {
        Files.writeString(
                directory.resolve("rabbitmq.conf"), "loopback_users = none\nlog.console = false\nlog.file = false\n");
        Files.writeString(directory.resolve("enabled_plugins"), "[].");
        Map<String, String> settings = new HashMap<>();
        settings.put("HOME", directory.toString());
        settings.put("RABBITMQ_NODENAME", "bench" + ports.frontend() + "@localhost");
        settings.put("RABBITMQ_NODE_IP_ADDRESS", Ports.HOST);
        settings.put("RABBITMQ_NODE_PORT", Integer.toString(ports.frontend()));
        settings.put("RABBITMQ_DIST_PORT", Integer.toString(ports.spare()));
        settings.put("ERL_EPMD_PORT", Integer.toString(ports.backend()));
        settings.put("ERL_EPMD_ADDRESS", Ports.HOST);
        settings.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
        settings.put("RABBITMQ_MNESIA_BASE", directory + "/mnesia-" + ports.frontend());
        settings.put("RABBITMQ_LOG_BASE", directory + "/log");
        settings.put("RABBITMQ_CONFIG_FILE", directory + "/rabbitmq.conf");
        settings.put("RABBITMQ_CONF_ENV_FILE", directory + "/none");
        settings.put("RABBITMQ_ENABLED_PLUGINS_FILE", directory + "/enabled_plugins");
        return settings;
    }

    private static ConnectionFactory factory(Ports ports) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(Ports.HOST);
        factory.setPort(ports.frontend());
        return factory;
    }

    @Override
    public void startWorker(Ports ports, int index, int threads, ServiceTime service) throws Exception {
        ConnectionFactory factory = factory(ports);
        factory.setSharedExecutor(Executors.newFixedThreadPool(threads));
        Connection connection = factory.newConnection();
        for (int i = 0; i < threads; i++) {
            Channel channel = connection.createChannel();
            channel.queueDeclare(QUEUE, false, false, false, null);
            channel.basicQos(service.isNone() ? QUICK_PREFETCH : 1);
            channel.basicConsume(QUEUE, false, (tag, request) -> serve(channel, request, service), tag -> {});
        }
    }

    private static void serve(Channel channel, Delivery request, ServiceTime service) throws IOException {
        service.serve(request.getBody());
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .correlationId(request.getProperties().getCorrelationId())
                .build();
        channel.basicPublish("", request.getProperties().getReplyTo(), properties, request.getBody());
        channel.basicAck(request.getEnvelope().getDeliveryTag(), false);
    }

    @Override
    public AsyncCaller connect(Ports ports) throws Exception {
        return RabbitCaller.on(factory(ports).newConnection().createChannel());
    }
}
