/** What the broker answers by HTTP. Runs on threads of its own and reads snapshots only. */
@NullMarked
package dev.baton.broker.app.admin;

import org.jspecify.annotations.NullMarked;
