/**
 * From defaults, a file, the environment and flags to one checked {@link dev.baton.broker.BrokerConfig}.
 *
 * <p>{@link dev.baton.broker.app.config.ConfigLoader} is the door. {@code Settings} lists every key once: reading, checking, {@code
 * --check-config} and docs/configuration.md all come from this list. Runs once, at the start, on the caller's thread.
 */
@NullMarked
package dev.baton.broker.app.config;

import org.jspecify.annotations.NullMarked;
