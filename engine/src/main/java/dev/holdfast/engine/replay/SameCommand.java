package dev.holdfast.engine.replay;

import java.util.function.BiPredicate;

import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.RunAttributes.WorkflowContinuedAsNew;

/**
 * Whether a recorded command is the one that the code gives now. A type may be called by
 * another name than before, if that is among its aliases.
 */
record SameCommand(Definitions definitions) implements BiPredicate<EventAttributes, EventAttributes> {

	@Override
	public boolean test(EventAttributes recorded, EventAttributes command) {
		if (recorded.identity().equals(command.identity())) {
			return true;
		}
		if (recorded instanceof ActivityScheduled before && command instanceof ActivityScheduled now) {
			return sameActivity(before.activityType(), now.activityType());
		}
		if (recorded instanceof ChildInitiated before && command instanceof ChildInitiated now) {
			return before.workflowId().equals(now.workflowId())
					&& sameWorkflow(before.workflowType(), now.workflowType());
		}
		return recorded instanceof WorkflowContinuedAsNew before && command instanceof WorkflowContinuedAsNew now
				&& sameWorkflow(before.workflowType(), now.workflowType());
	}

	/** Whether two names are of one activity type. */
	boolean sameActivity(String one, String other) {
		return this.definitions.activityName(one).equals(this.definitions.activityName(other));
	}

	private boolean sameWorkflow(String one, String other) {
		return this.definitions.workflowName(one).equals(this.definitions.workflowName(other));
	}

}
