package dev.holdfast.engine.search;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What every execution has. */
public enum BuiltInField implements Field {

	/** Its id. */
	WORKFLOW_ID("WorkflowId", Kind.STRING, false),
	/** Its run. */
	RUN_ID("RunId", Kind.RUN_ID, false),
	/** Its type. */
	WORKFLOW_TYPE("WorkflowType", Kind.STRING, false),
	/** Its task queue. */
	TASK_QUEUE("TaskQueue", Kind.STRING, false),
	/** Its state. */
	STATUS("Status", Kind.STATUS, false),
	/** When it started. */
	START_TIME("StartTime", Kind.TIME, false),
	/** When it closed, if it has. */
	CLOSE_TIME("CloseTime", Kind.TIME, true),
	/** How long it took, if it has closed. */
	EXECUTION_DURATION("ExecutionDuration", Kind.DURATION, true),
	/** How many events it has. */
	HISTORY_LENGTH("HistoryLength", Kind.NUMBER, false),
	/** The id of its parent, if it has one. */
	PARENT_WORKFLOW_ID("ParentWorkflowId", Kind.STRING, true),
	/** The run of its parent, if it has one. */
	PARENT_RUN_ID("ParentRunId", Kind.RUN_ID, true);

	/** What its values are. */
	enum Kind {

		STRING, RUN_ID, STATUS, TIME, DURATION, NUMBER;

		/** Whether values are greater and less. */
		boolean isOrdered() {
			return this != RUN_ID && this != STATUS;
		}

	}

	private final String fieldName;

	private final Kind kind;

	private final boolean optional;

	BuiltInField(String fieldName, Kind kind, boolean optional) {
		this.fieldName = fieldName;
		this.kind = kind;
		this.optional = optional;
	}

	@Override
	public String fieldName() {
		return this.fieldName;
	}

	Kind kind() {
		return this.kind;
	}

	/** Whether some executions do not have it. */
	public boolean isOptional() {
		return this.optional;
	}

	/** The field with a name, in capitals or not, or {@code null}. */
	static @Nullable BuiltInField of(String name) {
		if (name.equalsIgnoreCase("ExecutionStatus")) {
			return STATUS;
		}
		for (BuiltInField field : values()) {
			if (field.fieldName.equalsIgnoreCase(name)) {
				return field;
			}
		}
		return null;
	}

	/**
	 * A field that executions can be counted by.
	 * @throws IllegalArgumentException if it is another one
	 */
	public static BuiltInField countable(String name) {
		BuiltInField field = of(name);
		if (field != STATUS && field != WORKFLOW_TYPE && field != TASK_QUEUE) {
			throw new IllegalArgumentException(
					"Executions can be counted by Status, WorkflowType and TaskQueue, but not by '" + name + "'");
		}
		return field;
	}

	static List<String> names() {
		return Arrays.stream(values()).map(BuiltInField::fieldName).toList();
	}

}
