package dev.holdfast.engine.run;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.holdfast.engine.store.Claims;
import dev.holdfast.engine.store.CommitOutcome;
import dev.holdfast.engine.store.DatabaseFailure;
import dev.holdfast.engine.store.RunCommit;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.store.StoredRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of stuck runs. Those whose time is over or whose parent terminated them
 * are ended: nobody owns them, and their code cannot be asked, so any node may, whatever
 * it hosts. Those that code could not carry on are tried again by a node that begins with
 * other code. One that this cannot be done for holds up no other.
 */
public final class StuckRuns {

	private static final Logger logger = LoggerFactory.getLogger(StuckRuns.class);

	private static final int BATCH = 50;

	private static final UUID LOWEST = new UUID(0, 0);

	private static final long PAUSE_MICROS = TimeUnit.MINUTES.toMicros(1);

	private final RunEnvironment environment;

	private final Claims claims;

	private final Endings endings;

	private final RunRegistry registry;

	private volatile boolean mayHelp;

	public StuckRuns(RunEnvironment environment, Claims claims, RunRegistry registry) {
		this.environment = environment;
		this.claims = claims;
		this.endings = new Endings(environment);
		this.registry = registry;
	}

	/** This node begins anew, perhaps with code that has changed. */
	public void begin() {
		this.mayHelp = true;
	}

	/**
	 * Takes those that other code than that of this node could not carry on, once after
	 * each start: the first try of a run with this code is made here, wherever older code
	 * may still be at work.
	 */
	public void tryAgainWithThisCode() {
		if (!this.mayHelp) {
			return;
		}
		boolean room = true;
		for (String workflowType : this.claims.stuckTypes()) {
			String code = this.environment.services().definitions().fingerprint(workflowType);
			room &= code == null || tryAgain(workflowType, code);
		}
		this.mayHelp = !room;
	}

	/** Answers whether there was room for all. */
	private boolean tryAgain(String workflowType, String code) {
		UUID after = LOWEST;
		while (true) {
			int room = Math.min(BATCH, this.registry.room());
			if (room <= 0) {
				return false;
			}
			List<StoredRun> stuck = this.claims.stuckWithOtherCode(workflowType, code,
					this.environment.workers().openTaskQueues(), after, room);
			if (stuck.isEmpty()) {
				return true;
			}
			for (StoredRun run : stuck) {
				after = run.runId();
				StoredRun taken = this.claims.retake(run, this.environment.bootId());
				if (taken != null) {
					logger.info("Run {} of workflow {} '{}' was stuck with other code, and is tried again with this",
							run.runId(), run.workflowType(), run.workflowId());
					this.registry.claimed(taken);
				}
			}
		}
	}

	/** Ends those that are to be ended. */
	public void endDue() {
		for (StoredRun run : this.claims.stuckDue(this.environment.clock().micros(), BATCH)) {
			try {
				endIfDue(run);
			}
			catch (RuntimeException ex) {
				DatabaseFailure failure = DatabaseFailure.of(ex);
				if (failure == DatabaseFailure.OUTAGE || failure == DatabaseFailure.CONFLICT) {
					throw ex; // the database does not answer, which is no fault of the
								// run
				}
				logger.warn("Stuck run {} of workflow '{}' could not be looked at, and is again in {} s: {}",
						run.runId(), run.workflowId(), TimeUnit.MICROSECONDS.toSeconds(PAUSE_MICROS), ex.toString());
				logger.debug("Why it could not be looked at", ex);
				this.claims.rest(run, this.environment.clock().micros() + PAUSE_MICROS);
			}
		}
	}

	private void endIfDue(StoredRun run) {
		RunCommit ending = this.endings.due(run);
		if (ending == null) {
			this.claims.rest(run, this.endings.deadline(run));
			return;
		}
		StoredExecution execution = this.environment.reader().execution(run.runId());
		long startedAt = (execution != null) ? execution.startedAt() : 0;
		this.environment.committer().submit(ending, (outcome) -> {
			if (outcome.kind() == CommitOutcome.Kind.COMMITTED) {
				this.registry.terminated(run, ending, outcome, startedAt);
			}
		});
	}

}
