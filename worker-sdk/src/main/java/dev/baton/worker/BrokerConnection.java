package dev.baton.worker;

/**
 * One of a worker's brokers at some moment.
 *
 * @param endpoint its backend, as the worker was told it
 * @param connected whether the connection stands
 */
public record BrokerConnection(String endpoint, boolean connected) {}
