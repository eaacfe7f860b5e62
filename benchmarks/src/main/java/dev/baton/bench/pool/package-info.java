/**
 * Ways to serve one socket with several threads, in one JVM over real sockets: Leader/Followers as in the worker SDK, beside a single thread and
 * a reader with an executor. {@code PoolComparison} is the door.
 */
@NullMarked
package dev.baton.bench.pool;

import org.jspecify.annotations.NullMarked;
