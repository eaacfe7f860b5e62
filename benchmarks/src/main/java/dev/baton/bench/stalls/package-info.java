/**
 * When the machine itself stood still. A virtual machine may be withheld from running for milliseconds at a time; a native meter writes down
 * when, and latencies are counted without that time. Without stalls, or without the meter, all of this changes nothing.
 */
@NullMarked
package dev.baton.bench.stalls;

import org.jspecify.annotations.NullMarked;
