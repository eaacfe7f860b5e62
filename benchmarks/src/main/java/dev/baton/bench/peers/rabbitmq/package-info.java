/** RabbitMQ and its Java client, with direct reply-to. */
@NullMarked
package dev.baton.bench.peers.rabbitmq;

import org.jspecify.annotations.NullMarked;
