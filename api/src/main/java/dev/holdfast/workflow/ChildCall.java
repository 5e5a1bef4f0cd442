package dev.holdfast.workflow;

import java.time.Duration;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowIdReusePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The start of a child workflow that is being put together; {@link #execute()} or
 * {@link #async()} makes it.
 *
 * @param <R> what the child workflow returns
 */
public interface ChildCall<R extends @Nullable Object> {

	/** The id of the child; by default the id of the parent's run and a number. */
	ChildCall<R> id(String workflowId);

	/** The task queue of the child; by default that of its type, or else the parent's. */
	ChildCall<R> taskQueue(String taskQueue);

	/**
	 * How long the child may take, with all its runs. Nothing of it follows from what the
	 * parent may take.
	 */
	ChildCall<R> executionTimeout(Duration timeout);

	/** How long each run of the child may take. */
	ChildCall<R> runTimeout(Duration timeout);

	/** How long one workflow task of the child may take. */
	ChildCall<R> taskTimeout(Duration timeout);

	/**
	 * Tries the child again when it fails; by default it is not. The parent learns of the
	 * last outcome only.
	 */
	ChildCall<R> retryPolicy(RetryPolicy policy);

	/**
	 * Whether the id of a closed execution may be used again;
	 * {@link WorkflowIdReusePolicy#ALLOW_DUPLICATE} by default.
	 */
	ChildCall<R> idReusePolicy(WorkflowIdReusePolicy policy);

	/**
	 * What is done about the child when the scope that it is started in is cancelled;
	 * {@link ChildCancellationType#WAIT_CANCELLATION_COMPLETED} by default.
	 */
	ChildCall<R> cancellationType(ChildCancellationType type);

	/**
	 * What becomes of the child when the parent closes;
	 * {@link ParentClosePolicy#TERMINATE} by default.
	 */
	ChildCall<R> parentClosePolicy(ParentClosePolicy policy);

	/**
	 * Where the child, and what it calls, stands among others that wait for a worker;
	 * what is not said is that of the parent.
	 */
	ChildCall<R> priority(Priority priority);

	/** Adds a value to the child's memo. */
	ChildCall<R> memo(String key, Object value);

	/**
	 * One line for people who look at the child.
	 * @throws IllegalArgumentException if it is blank or has more than 200 characters
	 */
	ChildCall<R> summary(String summary);

	/**
	 * What people should know about the child, in as many lines as it needs.
	 * @throws IllegalArgumentException if it is blank or has more than 20,000 characters
	 */
	ChildCall<R> details(String details);

	/**
	 * Gives the child a search attribute, by which executions are found. Its type follows
	 * from the value: a {@code String} is a keyword, a {@code Collection} of strings a
	 * keyword list, {@code Integer} and {@code Long} are whole numbers, {@code Float} and
	 * {@code Double} floating point numbers; besides there are {@code Boolean}, and for
	 * times {@code Instant}, {@code OffsetDateTime} and {@code ZonedDateTime}.
	 * @param value the value; {@code null} or an empty collection leaves it out
	 * @throws dev.holdfast.workflow.InvalidSearchAttributeException if the name or the
	 * value cannot be one, or there are too many
	 */
	ChildCall<R> searchAttribute(String name, @Nullable Object value);

	/**
	 * Gives the child a search attribute of a certain type.
	 * @param value the value; {@code null} or an empty list leaves it out
	 * @throws dev.holdfast.workflow.InvalidSearchAttributeException if the name or the
	 * value cannot be one, or there are too many
	 */
	<T> ChildCall<R> searchAttribute(SearchAttributeKey<T> key, @Nullable T value);

	/**
	 * Starts the child and blocks the coroutine until it closes.
	 * @throws dev.holdfast.failure.ChildWorkflowFailure if it does not complete
	 */
	R execute();

	/** Starts the child and goes on. */
	Promise<R> async();

	/** Starts the child and goes on, with a handle that can signal it. */
	ChildHandle<R> start();

}
