/**
 * The broker as a service: configuration, admin port, start and stop. {@code BrokerService} is the door; the command line
 * calls it. Nothing here runs on the broker's thread.
 */
@NullMarked
package dev.baton.broker.app;

import org.jspecify.annotations.NullMarked;
