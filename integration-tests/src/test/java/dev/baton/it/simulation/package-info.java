/**
 * Balancing judged on a virtual clock: the broker's real pool and the worker's real admission, over an emulated DEALER that deals in turn.
 * Everything is on one thread and follows from a seed.
 */
package dev.baton.it.simulation;
