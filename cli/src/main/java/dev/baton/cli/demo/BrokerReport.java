package dev.baton.cli.demo;

/**
 * What a broker process tells its parent when it is ready.
 *
 * @param frontend where clients connect
 * @param backend where workers connect
 * @param admin where it answers HTTP; empty if nowhere
 */
public record BrokerReport(String frontend, String backend, String admin) {}
