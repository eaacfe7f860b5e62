/** Brokers that speak ZMTP, with plain JeroMQ sockets at both ends: libzmq's proxy, JeroMQ's, and a minimal Majordomo broker. */
@NullMarked
package dev.baton.bench.peers.zmq;

import org.jspecify.annotations.NullMarked;
