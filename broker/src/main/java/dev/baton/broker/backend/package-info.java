/**
 * Where workers connect. In come messages, out go replies and signals to the listener; in come dispatched requests, out go messages. Only
 * this room and the transport know that the socket is a DEALER, which deals in turn by itself. Broker thread only.
 */
@NullMarked
package dev.baton.broker.backend;

import org.jspecify.annotations.NullMarked;
