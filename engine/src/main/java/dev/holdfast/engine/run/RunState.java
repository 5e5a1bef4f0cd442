package dev.holdfast.engine.run;

import dev.holdfast.engine.replay.StateTable;

/** The states of a run on the node that owns it. */
enum RunState {

	/** It waits for something to happen. */
	IDLE,
	/** It has been told something and waits for a slot. */
	QUEUED,
	/** Its code is at work. */
	IN_STEP,
	/** What its code did is being written. */
	COMMITTING,
	/** Its task failed and is tried again later. */
	BACKING_OFF,
	/** It is not this node's any more, or has closed. */
	GONE;

	/** What happens to an owned run. */
	enum Cause {

		QUEUE, BEGIN, GIVE_BACK, COMMIT, REST, BACK_OFF, FAIL, LEAVE

	}

	static final StateTable<RunState, Cause> LIFE = new StateTable<>(RunState.class, Cause.class)
		.step(IDLE, Cause.QUEUE, QUEUED)
		.step(QUEUED, Cause.BEGIN, IN_STEP)
		.step(QUEUED, Cause.GIVE_BACK, COMMITTING)
		.step(IN_STEP, Cause.COMMIT, COMMITTING)
		.step(IN_STEP, Cause.REST, IDLE)
		.step(IN_STEP, Cause.BACK_OFF, BACKING_OFF)
		.step(COMMITTING, Cause.REST, IDLE)
		.step(COMMITTING, Cause.BACK_OFF, BACKING_OFF)
		.step(COMMITTING, Cause.FAIL, IN_STEP)
		.step(BACKING_OFF, Cause.REST, IDLE)
		.step(IDLE, Cause.LEAVE, GONE)
		.step(QUEUED, Cause.LEAVE, GONE)
		.step(IN_STEP, Cause.LEAVE, GONE)
		.step(COMMITTING, Cause.LEAVE, GONE)
		.step(BACKING_OFF, Cause.LEAVE, GONE);

}
