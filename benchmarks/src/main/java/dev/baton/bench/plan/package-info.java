/** What is run: workloads, how workers are set up for them, arrivals and service times. The same for every peer, by arithmetic alone. */
@NullMarked
package dev.baton.bench.plan;

import org.jspecify.annotations.NullMarked;
