package dev.holdfast.engine.run;

import java.util.function.Consumer;

import dev.holdfast.engine.store.CommitOutcome;
import dev.holdfast.engine.store.RunCommit;

/** Where the steps of a run go to be written. */
@FunctionalInterface
interface StepWriter {

	/** Writes a step when its turn comes, and tells then what has become of it. */
	void submit(RunCommit commit, Consumer<CommitOutcome> whenDone);

}
