/** A worker's meters in Micrometer. The names of the meters are promised (docs/meters.md), the types here are not API: the builder makes them. */
@NullMarked
package dev.baton.worker.micrometer;

import org.jspecify.annotations.NullMarked;
