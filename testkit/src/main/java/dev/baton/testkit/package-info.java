/**
 * A broker, workers and clients inside of a test. In come services, out comes what their callers see. Each {@link
 * dev.baton.testkit.BatonTestkit} has threads and ports of its own.
 */
@NullMarked
package dev.baton.testkit;

import org.jspecify.annotations.NullMarked;
