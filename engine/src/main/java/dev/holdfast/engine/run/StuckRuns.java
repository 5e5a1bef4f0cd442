package dev.holdfast.engine.run;

import dev.holdfast.engine.store.Claims;
import dev.holdfast.engine.store.CommitOutcome;
import dev.holdfast.engine.store.RunCommit;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.store.StoredRun;

/**
 * Ends stuck runs whose time is over or whose parent terminated them: nobody owns them,
 * and their code cannot be asked. Any node may, whatever it hosts.
 */
public final class StuckRuns {

	private static final int BATCH = 50;

	private final RunEnvironment environment;

	private final Claims claims;

	private final Endings endings;

	private final RunRegistry registry;

	public StuckRuns(RunEnvironment environment, Claims claims, RunRegistry registry) {
		this.environment = environment;
		this.claims = claims;
		this.endings = new Endings(environment);
		this.registry = registry;
	}

	/** Ends those that are to be ended. */
	public void endDue() {
		for (StoredRun run : this.claims.stuckDue(this.environment.clock().micros(), BATCH)) {
			RunCommit ending = this.endings.due(run);
			if (ending == null) {
				this.claims.rest(run, this.endings.deadline(run));
				continue;
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

}
