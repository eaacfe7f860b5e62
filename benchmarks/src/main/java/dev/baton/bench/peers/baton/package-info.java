/** Baton: its broker as users start it, its client SDK and its worker SDK. */
@NullMarked
package dev.baton.bench.peers.baton;

import org.jspecify.annotations.NullMarked;
