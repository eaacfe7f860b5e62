/** The broker as an operator sees it: the admin API and the dashboard, before a real broker with real workers and clients. */
@NullMarked
package dev.baton.it.admin;

import org.jspecify.annotations.NullMarked;
