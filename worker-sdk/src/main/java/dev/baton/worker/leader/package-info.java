/**
 * Leader/Followers: some threads of which one at a time, the leader, looks after something that must not be shared, and then does the work
 * that it found itself.
 *
 * <p>In comes a {@link dev.baton.worker.leader.LeaderDuty}, which finds {@link dev.baton.worker.leader.Work}; out goes nothing. This package
 * knows no sockets and nothing of Baton; it is not part of the worker SDK's API but for {@link dev.baton.worker.leader.PromotionPolicy}.
 */
@NullMarked
package dev.baton.worker.leader;

import org.jspecify.annotations.NullMarked;
