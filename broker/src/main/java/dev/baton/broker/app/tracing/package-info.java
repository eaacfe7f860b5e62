/**
 * Spans on their way out: from a Micrometer {@code ObservationRegistry} over OpenTelemetry to a collector. The only package that knows
 * OpenTelemetry, and nothing of it is loaded unless somebody names a collector. Spans come in on whichever thread made them, the broker's loop
 * above all, which never waits for them; a thread of OpenTelemetry's sends them.
 */
@NullMarked
package dev.baton.broker.app.tracing;

import org.jspecify.annotations.NullMarked;
