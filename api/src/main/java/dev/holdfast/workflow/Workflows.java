package dev.holdfast.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.spi.CurrentWorkflow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import org.springframework.core.ParameterizedTypeReference;

/**
 * What workflow code may do: the deterministic twins of clocks, random numbers, threads
 * and loggers, and the ways to call activities and child workflows. The methods work only
 * in code that the engine executes for a workflow; elsewhere they throw an
 * {@link IllegalStateException}. In queries, in conditions and in side effects only those
 * that begin nothing are allowed.
 */
public final class Workflows extends MessageHandling {

	private Workflows() {
	}

	// Time and waiting

	/** The time of the current step: the same whenever the code is replayed. */
	public static Instant now() {
		return runtime().now();
	}

	/**
	 * Blocks the coroutine for a time, durably: days cost nothing. Zero only gives way to
	 * other coroutines.
	 * @throws IllegalArgumentException if the duration is negative or over 100 years
	 * @throws dev.holdfast.failure.CanceledFailure if cancellation is requested meanwhile
	 */
	public static void sleep(Duration duration) {
		runtime().sleep(duration);
	}

	/** A promise that completes after a time. */
	public static Promise<@Nullable Void> timer(Duration duration) {
		return runtime().timer(duration, null);
	}

	/**
	 * A timer that says what it is for.
	 * @param duration how long it takes
	 * @param summary one line for people who read the history
	 * @throws IllegalArgumentException if the summary is blank or has more than 200
	 * characters
	 */
	public static Promise<@Nullable Void> timer(Duration duration, String summary) {
		return runtime().timer(duration, summary);
	}

	/**
	 * Blocks the coroutine until a condition holds. It is evaluated whenever something
	 * has happened, so it must be cheap, change nothing, and depend on nothing but the
	 * state of the workflow.
	 * @throws dev.holdfast.failure.CanceledFailure if cancellation is requested meanwhile
	 */
	public static void await(BooleanSupplier condition) {
		runtime().await(condition);
	}

	/**
	 * Blocks the coroutine until a condition holds or a time has passed.
	 * @return whether the condition holds
	 * @throws dev.holdfast.failure.CanceledFailure if cancellation is requested meanwhile
	 */
	public static boolean await(Duration timeout, BooleanSupplier condition) {
		return runtime().await(timeout, condition);
	}

	// Structure

	/**
	 * Runs code in a coroutine of its own: deterministic, and never at the same time as
	 * other code of the run.
	 */
	public static <R extends @Nullable Object> Promise<R> async(Supplier<R> code) {
		return runtime().async(code);
	}

	/**
	 * Runs code in a coroutine of its own: deterministic, and never at the same time as
	 * other code of the run.
	 */
	public static Promise<@Nullable Void> async(Runnable code) {
		return runtime().<@Nullable Void>async(() -> {
			code.run();
			return null;
		});
	}

	/** Runs code in a cancellation scope within the current one. */
	public static <R extends @Nullable Object> R scope(Function<CancellationScope, R> code) {
		return runtime().scope(false, code);
	}

	/** Runs code in a cancellation scope within the current one. */
	public static void inScope(Consumer<CancellationScope> code) {
		runtime().scope(false, asFunction(code));
	}

	/**
	 * Runs code that cancellation of the execution does not reach: what cleans up and
	 * compensates.
	 */
	public static void detached(Runnable code) {
		runtime().scope(true, asFunction((scope) -> code.run()));
	}

	/**
	 * Computes something that cancellation of the execution does not reach.
	 */
	public static <R extends @Nullable Object> R detached(Supplier<R> code) {
		return runtime().scope(true, (scope) -> code.get());
	}

	/**
	 * The cancellation scope that the calling code is in: that of the whole execution in
	 * the workflow method and in message handlers, unless they are in a scope of their
	 * own, and always in what only looks, such as queries and conditions.
	 */
	public static CancellationScope currentScope() {
		return runtime().currentScope();
	}

	/** A promise that code of this run completes. */
	public static <T extends @Nullable Object> CompletablePromise<T> promise() {
		return runtime().promise();
	}

	/**
	 * A queue between coroutines of this run.
	 * @param capacity how many elements it holds, at least 1
	 */
	public static <E> WorkflowQueue<E> queue(int capacity) {
		return runtime().queue(capacity);
	}

	/** A lock between coroutines of this run. */
	public static WorkflowLock lock() {
		return runtime().lock();
	}

	/**
	 * A semaphore between coroutines of this run.
	 * @param permits how many permits it begins with; not negative
	 */
	public static WorkflowSemaphore semaphore(int permits) {
		return runtime().semaphore(permits);
	}

	/**
	 * Runs a part of the workflow, and again if it fails, with durable waits between the
	 * attempts. Only a {@link dev.holdfast.failure.WorkflowFailure} leads to another
	 * attempt: not if it comes from a cancellation, and not if it, or the failure of the
	 * activity or child behind it, is non-retryable.
	 * @throws dev.holdfast.failure.WorkflowFailure what the last attempt failed with
	 */
	public static <R extends @Nullable Object> R retry(RetryPolicy policy, Supplier<R> code) {
		return Retrying.retry(policy, null, code);
	}

	/**
	 * Runs a part of the workflow, and again if it fails, as long as the next attempt
	 * would begin within a time; see {@link #retry(RetryPolicy, Supplier)}.
	 */
	public static <R extends @Nullable Object> R retry(RetryPolicy policy, Duration timeout, Supplier<R> code) {
		return Retrying.retry(policy, timeout, code);
	}

	// Versions

	/** The version of executions that passed the place of a change before it was made. */
	public static final int DEFAULT_VERSION = -1;

	/**
	 * Which version of a change to the code this execution follows. An execution that
	 * comes to the first call for a change anew follows the newest version, for ever; one
	 * that replays what it did before the change was made follows
	 * {@link #DEFAULT_VERSION}. Never blocks and never lets other code run. Once no open
	 * execution follows an old version, its code may go, and at last the call.
	 * @param changeId names the change; unique within the workflow type
	 * @param minSupported the oldest version that the code still supports
	 * @param maxSupported the newest version
	 * @throws UnsupportedVersionException if the execution follows another one
	 */
	public static int version(String changeId, int minSupported, int maxSupported) {
		return runtime().version(changeId, minSupported, maxSupported);
	}

	// Values

	/**
	 * A random number generator that gives the same numbers whenever the code is
	 * replayed.
	 */
	public static RandomGenerator random() {
		return runtime().random();
	}

	/** A random UUID that is the same whenever the code is replayed. */
	public static UUID randomUuid() {
		return runtime().randomUuid();
	}

	/**
	 * Runs a short piece of non-deterministic code once and records what it returns. It
	 * must not fail, block or call this API; what can fail is an activity.
	 * @param type the type of the value, needed to read it back
	 */
	public static <R extends @Nullable Object> R sideEffect(Class<? extends R> type, Supplier<R> code) {
		return runtime().sideEffect(type, null, code);
	}

	/** Runs a short piece of non-deterministic code once and records what it returns. */
	public static <R extends @Nullable Object> R sideEffect(ParameterizedTypeReference<R> type, Supplier<R> code) {
		return runtime().sideEffect(type.getType(), null, code);
	}

	/**
	 * Runs a short piece of non-deterministic code once and records what it returns, with
	 * what people should read about it.
	 * @param type the type of the value, needed to read it back
	 * @param summary one line for people who read the history
	 * @throws IllegalArgumentException if the summary is blank or has more than 200
	 * characters
	 */
	public static <R extends @Nullable Object> R sideEffect(Class<? extends R> type, String summary, Supplier<R> code) {
		return runtime().sideEffect(type, summary, code);
	}

	/**
	 * Runs a short piece of non-deterministic code once and records what it returns, with
	 * what people should read about it; see {@link #sideEffect(Class, String, Supplier)}.
	 */
	public static <R extends @Nullable Object> R sideEffect(ParameterizedTypeReference<R> type, String summary,
			Supplier<R> code) {
		return runtime().sideEffect(type.getType(), summary, code);
	}

	/**
	 * Runs a short piece of non-deterministic code whenever it is called, and records
	 * what it returns if that is not what it returned before: for a value that is asked
	 * for often and seldom changes.
	 * @param id names the value within the run
	 * @param type the type of the value, needed to read it back
	 */
	public static <R extends @Nullable Object> R mutableSideEffect(String id, Class<? extends R> type,
			Supplier<R> code) {
		return runtime().mutableSideEffect(id, type, code, null);
	}

	/**
	 * A mutable side effect with a test of its own for whether the value is still the
	 * same; see {@link #mutableSideEffect(String, Class, Supplier)}.
	 * @param same given the recorded value and the new one
	 */
	public static <R extends @Nullable Object> R mutableSideEffect(String id, Class<? extends R> type, Supplier<R> code,
			BiPredicate<? super R, ? super R> same) {
		return runtime().mutableSideEffect(id, type, code, same);
	}

	/**
	 * A mutable side effect of a generic type; see
	 * {@link #mutableSideEffect(String, Class, Supplier)}.
	 */
	public static <R extends @Nullable Object> R mutableSideEffect(String id, ParameterizedTypeReference<R> type,
			Supplier<R> code) {
		return runtime().mutableSideEffect(id, type.getType(), code, null);
	}

	/**
	 * A logger that is named after the workflow class and is silent while history is
	 * replayed.
	 */
	public static Logger logger() {
		return runtime().logger(null);
	}

	/** A logger that is silent while history is replayed. */
	public static Logger logger(Class<?> type) {
		return runtime().logger(type.getName());
	}

	/** What the workflow may know about its execution. */
	public static WorkflowInfo info() {
		return runtime().info();
	}

	/** The memo of the execution. */
	public static Memo memo() {
		return runtime().memo();
	}

	/**
	 * The search attributes of the execution as they are now, by name, in alphabetical
	 * order.
	 * @see SearchAttributeKey#in
	 */
	public static Map<String, Object> searchAttributes() {
		return runtime().searchAttributes();
	}

	/** The value of a search attribute of the execution, if it has it now. */
	public static <T> Optional<T> searchAttribute(SearchAttributeKey<T> key) {
		return key.in(runtime().searchAttributes());
	}

	/**
	 * Sets or removes a search attribute of the execution. It is found by the new value
	 * as soon as the current step is written.
	 * @param value the value, whose type decides on that of the attribute; {@code null}
	 * or an empty collection removes it
	 * @throws InvalidSearchAttributeException if the name or the value cannot be one, or
	 * there are too many
	 */
	public static void upsertSearchAttributes(String name, @Nullable Object value) {
		runtime().upsertSearchAttributes(List.of(SearchAttributeUpdate.of(name, value)));
	}

	/**
	 * Sets or removes search attributes of the execution, all of them or, if one is
	 * invalid, none.
	 * @param values values by name, as for
	 * {@link #upsertSearchAttributes(String, Object)}
	 * @throws InvalidSearchAttributeException if a name or a value cannot be one, or
	 * there are too many
	 */
	public static void upsertSearchAttributes(Map<String, ? extends @Nullable Object> values) {
		List<SearchAttributeUpdate> updates = new ArrayList<>();
		values.forEach((name, value) -> updates.add(SearchAttributeUpdate.of(name, value)));
		runtime().upsertSearchAttributes(updates);
	}

	/**
	 * Sets or removes search attributes of the execution, all of them or, if one is
	 * invalid, none.
	 * @throws InvalidSearchAttributeException if a name or a value cannot be one, or
	 * there are too many
	 * @see SearchAttributeKey#valueSet
	 * @see SearchAttributeKey#valueUnset
	 */
	public static void upsertSearchAttributes(SearchAttributeUpdate... updates) {
		runtime().upsertSearchAttributes(List.of(updates));
	}

	/**
	 * Changes a value of the memo; {@code null} removes the key.
	 * @throws dev.holdfast.payload.PayloadTooLargeException if the memo would be larger
	 * than 64 KiB
	 */
	public static void upsertMemo(String key, @Nullable Object value) {
		runtime().upsertMemo(Collections.singletonMap(key, value));
	}

	/**
	 * Changes values of the memo together; {@code null} removes a key.
	 * @throws dev.holdfast.payload.PayloadTooLargeException if the memo would be larger
	 * than 64 KiB
	 */
	public static void upsertMemo(Map<String, ? extends @Nullable Object> values) {
		runtime().upsertMemo(values);
	}

	/**
	 * What the last execution of the schedule that started this one, and completed,
	 * returned; empty if there is none that is still kept among the last ten, or if no
	 * schedule started this one.
	 * @throws dev.holdfast.payload.PayloadException if it is not of the type
	 */
	public static <R> Optional<R> lastResult(Class<R> type) {
		return runtime().lastResult(type);
	}

	/**
	 * What the last execution of the schedule returned.
	 * @throws dev.holdfast.payload.PayloadException if it is not of the type
	 */
	public static <R> Optional<R> lastResult(ParameterizedTypeReference<R> type) {
		return runtime().lastResult(type.getType());
	}

	/**
	 * Says for people where the workflow is; they see it with
	 * {@link dev.holdfast.client.WorkflowHandle#currentDetails()}. Nothing is written:
	 * the code says it again whenever it is replayed.
	 * @param text any text of at most 20,000 characters, or {@code null} for none
	 */
	public static void currentDetails(@Nullable String text) {
		runtime().currentDetails(text);
	}

	/**
	 * Whether the code repeats what it has done before, to get back to where it was. What
	 * a workflow does must not depend on it; what it only tells others may.
	 */
	public static boolean isReplaying() {
		return runtime().isReplaying();
	}

	/**
	 * Runs code that only tells others, such as meters, and that would tell them twice:
	 * not while the workflow is replayed. A task that fails is executed again, so it may
	 * still be told more than once.
	 * @param code code that changes nothing which the workflow can see
	 */
	public static void unlessReplaying(Runnable code) {
		if (!runtime().isReplaying()) {
			code.run();
		}
	}

	/** Whether the current thread executes workflow code. */
	public static boolean isWorkflow() {
		return CurrentWorkflow.get() != null;
	}

	private static Function<CancellationScope, @Nullable Void> asFunction(Consumer<CancellationScope> code) {
		return (scope) -> {
			code.accept(scope);
			return null;
		};
	}

}
