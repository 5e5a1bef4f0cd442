package dev.holdfast.engine.rehearsal;

import java.util.List;
import java.util.UUID;

import dev.holdfast.engine.replay.HistoryDiff;
import org.jspecify.annotations.Nullable;

/**
 * What came of replaying an execution with the code of this node.
 *
 * @param events how many events its history has
 * @param difference where code and history part, or {@code null} if they do not
 * @param recordedBy the build that recorded the task of that event, if it is known
 * @param failure why it could not be replayed otherwise, or {@code null}
 * @param changedInputs commands that the code gives another input; it would go on with
 * what was recorded
 */
public record Rehearsal(String workflowId, UUID runId, String workflowType, long events,
		@Nullable HistoryDiff difference, @Nullable String recordedBy, @Nullable String failure,
		List<ChangedInput> changedInputs) {

	/**
	 * A command with another input than before.
	 *
	 * @param eventId its number in the history
	 * @param command what it is
	 * @param paths where the inputs differ, as far as that is known
	 */
	public record ChangedInput(long eventId, String command, List<String> paths) {
	}

	/** Whether the execution can go on with this code. */
	public boolean goesOn() {
		return this.difference == null && this.failure == null;
	}

	/** What is wrong, for people, or that nothing is. */
	public String text() {
		StringBuilder text = new StringBuilder("Workflow ").append(this.workflowType)
			.append(" '")
			.append(this.workflowId)
			.append("' (run ")
			.append(this.runId)
			.append(')');
		if (this.difference != null) {
			text.append(" does not match its history at event ").append(this.difference.eventId());
			if (this.difference.place() != null) {
				text.append(" (at ").append(this.difference.place()).append(')');
			}
			if (this.recordedBy != null) {
				text.append(", which build ").append(this.recordedBy).append(" recorded");
			}
			return text.append(":\n")
				.append(this.difference.table())
				.append('\n')
				.append(this.difference.remedy())
				.toString();
		}
		return text.append((this.failure != null) ? " cannot be replayed: " + this.failure : " can go on").toString();
	}

}
