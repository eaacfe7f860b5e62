/**
 * The worker SDK: handlers by method, run by a Leader/Followers pool on one socket to the broker.
 *
 * <p>In come requests, out go replies, hand-backs and signals. {@code WorkerDuty} is the map: what the leader does on each pass. The leader
 * alone touches {@code BrokerLink} (but for its outbox); any thread of the pool runs handlers in {@code HandlerInvoker}; replies come to the
 * leader through the outbox.
 */
@NullMarked
package dev.baton.worker;

import org.jspecify.annotations.NullMarked;
