/**
 * What is compared. Each system has a room of its own, which fills in {@link dev.baton.bench.peers.Peer}: how its broker is started, how a worker
 * serves and how a client calls with the system's own libraries.
 */
@NullMarked
package dev.baton.bench.peers;

import org.jspecify.annotations.NullMarked;
