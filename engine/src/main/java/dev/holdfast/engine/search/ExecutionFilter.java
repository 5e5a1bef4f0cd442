package dev.holdfast.engine.search;

import java.util.ArrayList;
import java.util.List;

import dev.holdfast.client.InvalidQueryException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.search.Condition.Operator;
import org.jspecify.annotations.Nullable;

/**
 * Which executions are looked for; {@code null} leaves a criterion out. Times are
 * microseconds.
 *
 * @param text what the workflow id or type contains
 * @param query a query, which may say an order too
 */
public record ExecutionFilter(@Nullable WorkflowStatus status, @Nullable String workflowType,
		@Nullable String taskQueue, @Nullable Long startedFrom, @Nullable Long startedBefore, @Nullable String text,
		@Nullable String query) {

	/**
	 * All criteria as a query.
	 * @throws InvalidQueryException if the query is none
	 */
	public ExecutionQuery toQuery() {
		ExecutionQuery parsed = ExecutionQuery.parse((this.query != null) ? this.query : "");
		List<Condition> all = new ArrayList<>();
		all.add(parsed.condition());
		add(all, BuiltInField.STATUS, Operator.EQUAL, (this.status != null) ? this.status.name() : null);
		add(all, BuiltInField.WORKFLOW_TYPE, Operator.EQUAL, this.workflowType);
		add(all, BuiltInField.TASK_QUEUE, Operator.EQUAL, this.taskQueue);
		add(all, BuiltInField.START_TIME, Operator.GREATER_OR_EQUAL, this.startedFrom);
		add(all, BuiltInField.START_TIME, Operator.LESS, this.startedBefore);
		if (this.text != null) {
			all.add(new Condition.Mentions(this.text));
		}
		return new ExecutionQuery(new Condition.And(all), parsed.orderBy(), parsed.descending());
	}

	private static void add(List<Condition> all, BuiltInField field, Operator operator, @Nullable Object value) {
		if (value != null) {
			all.add(new Condition.Compare(field, operator, value));
		}
	}

}
