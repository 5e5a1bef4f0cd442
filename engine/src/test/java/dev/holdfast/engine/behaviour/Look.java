package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.List;

import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Short ways to look at executions. */
final class Look {

	private Look() {
	}

	static WorkflowStatus status(WorkflowHandle<?, ?> handle) {
		return handle.describe().execution().status();
	}

	static void awaitStatus(WorkflowHandle<?, ?> handle, WorkflowStatus status) {
		EngineRig.await(() -> status(handle) == status);
	}

	static List<String> types(WorkflowHandle<?, ?> handle) {
		return handle.history().events().stream().map(WorkflowHistory.Event::type).toList();
	}

	/** The result, waited for no longer than a test should take. */
	static <R> R result(WorkflowHandle<?, R> handle) {
		return handle.result(EngineRig.PATIENCE);
	}

	/** What an execution failed with. */
	static WorkflowFailedException failure(WorkflowHandle<?, ?> handle) {
		return catchThrowableOfType(WorkflowFailedException.class, () -> handle.result(EngineRig.PATIENCE));
	}

	/**
	 * Moves the clock step by step until a condition holds, for what is due again and
	 * again. It stands still while a node is at work, so that what begins in one task
	 * begins at one time.
	 */
	static void advanceUntil(EngineRig rig, Duration step, java.util.concurrent.Callable<Boolean> condition) {
		EngineRig.await(() -> {
			if (condition.call()) {
				return true;
			}
			rig.advance(step);
			return false;
		});
	}

}
