package dev.baton.bench.peers.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.baton.bench.peers.AsyncCaller;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Calls on one channel; replies come by the pseudo-queue for direct replies. */
final class RabbitCaller implements AsyncCaller {
    private static final String REPLY_TO = "amq.rabbitmq.reply-to";

    private final Map<String, ReplyHandler> pending = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final Channel channel;

    private RabbitCaller(Channel channel) {
        this.channel = channel;
    }

    static RabbitCaller on(Channel channel) throws IOException {
        RabbitCaller caller = new RabbitCaller(channel);
        channel.basicConsume(REPLY_TO, true, (tag, reply) -> caller.onReply(reply), tag -> {});
        return caller;
    }

    private void onReply(Delivery reply) {
        ReplyHandler handler = pending.remove(reply.getProperties().getCorrelationId());
        if (handler != null) {
            handler.onReply(reply.getBody(), null);
        }
    }

    @Override
    public void call(byte[] request, ReplyHandler handler) {
        String id = Long.toString(ids.getAndIncrement());
        pending.put(id, handler);
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .correlationId(id)
                .replyTo(REPLY_TO)
                .build();
        try {
            channel.basicPublish("", RabbitPeer.QUEUE, properties, request);
        } catch (IOException e) {
            pending.remove(id);
            handler.onReply(null, e);
        }
    }
}
