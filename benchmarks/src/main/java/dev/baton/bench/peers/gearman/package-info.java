/** gearmand, with a plain implementation of its protocol. */
@NullMarked
package dev.baton.bench.peers.gearman;

import org.jspecify.annotations.NullMarked;
