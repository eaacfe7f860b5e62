/**
 * The admin API: what the dashboard, the command line and scripts see and do, as JSON over HTTP. {@code AdminApi} is the door. Runs on threads of
 * the admin port; reads snapshots, the history and the journal, and asks the broker by its thread-safe methods.
 */
@NullMarked
package dev.baton.broker.app.api;

import org.jspecify.annotations.NullMarked;
