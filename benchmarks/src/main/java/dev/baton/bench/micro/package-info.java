/** JMH: the broker's inner parts, in time and in bytes allocated per request. {@code benchmarks/run jmh} runs them. */
@NullMarked
package dev.baton.bench.micro;

import org.jspecify.annotations.NullMarked;
