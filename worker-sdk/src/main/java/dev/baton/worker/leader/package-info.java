/**
 * Leader/Followers: some threads of which one at a time, the leader, looks after something that must not be shared, and then does the work
 * that it found itself.
 *
 * <p>In comes a {@link dev.baton.worker.leader.LeaderDuty}, which finds {@link dev.baton.worker.leader.Work}; out goes nothing. This package
 * knows no sockets and nothing of Baton.
 *
 * <p>Of the worker SDK's API are only {@link dev.baton.worker.leader.PromotionPolicy} with the policies that there are, and what a worker's
 * snapshot is made of: {@link dev.baton.worker.leader.ThreadSnapshot} and {@link dev.baton.worker.leader.ThreadRole}. Everything else may change
 * in any version.
 */
@NullMarked
package dev.baton.worker.leader;

import org.jspecify.annotations.NullMarked;
