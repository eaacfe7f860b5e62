package dev.baton.worker.leader;

/**
 * One thread of the pool at some moment.
 *
 * @param index its place in the pool, from 0
 * @param name the thread's name
 * @param role what it was doing
 * @param handled how many pieces of work it had finished
 */
public record ThreadSnapshot(int index, String name, ThreadRole role, long handled) {}
