/** A worker's meters in Micrometer. */
@NullMarked
package dev.baton.worker.micrometer;

import org.jspecify.annotations.NullMarked;
