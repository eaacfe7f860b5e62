/** gRPC-java, straight to the workers and through nginx. */
@NullMarked
package dev.baton.bench.peers.grpc;

import org.jspecify.annotations.NullMarked;
