/**
 * The broker: requests come in at the frontend, wait in a queue, go out at a backend, and their replies come back the same way.
 *
 * <p>{@link dev.baton.broker.Broker} is the door. One thread, the broker loop, owns every socket and all state; {@code BrokerLoop} joins
 * the rooms and is the one file that sees all of them. Other threads see snapshots and leave commands.
 */
@NullMarked
package dev.baton.broker;

import org.jspecify.annotations.NullMarked;
