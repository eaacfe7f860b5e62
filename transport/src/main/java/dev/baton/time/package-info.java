/** The only place that knows the system's clocks. Inside the loops time is a parameter, {@code nowNanos}, compared by difference. Not API. */
@NullMarked
package dev.baton.time;

import org.jspecify.annotations.NullMarked;
