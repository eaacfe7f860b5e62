/**
 * What becomes of a request that reaches a worker: run, keep, or hand back. Knows neither sockets nor time; the balance simulation drives the
 * same code. Not part of the worker SDK's API: it may change in any
 * version.
 */
@NullMarked
package dev.baton.worker.admission;

import org.jspecify.annotations.NullMarked;
