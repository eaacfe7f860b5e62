/**
 * Where clients connect. In come messages, out go requests to the listener; in come replies, out go messages, or they wait in an outbox
 * while a client does not read. Broker thread only.
 */
@NullMarked
package dev.baton.broker.frontend;

import org.jspecify.annotations.NullMarked;
