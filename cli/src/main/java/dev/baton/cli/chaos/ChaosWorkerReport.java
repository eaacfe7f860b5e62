package dev.baton.cli.chaos;

/**
 * What a worker process tells its parent, once.
 *
 * @param connected that it has reached the broker
 */
record ChaosWorkerReport(boolean connected) {}
