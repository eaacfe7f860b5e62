/** NATS: nats-server and jnats. */
@NullMarked
package dev.baton.bench.peers.nats;

import org.jspecify.annotations.NullMarked;
