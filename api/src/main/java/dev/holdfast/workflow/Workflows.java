package dev.holdfast.workflow;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.method.Method0;
import dev.holdfast.method.Method1;
import dev.holdfast.method.Method2;
import dev.holdfast.method.Method3;
import dev.holdfast.method.Method4;
import dev.holdfast.method.MethodReference;
import dev.holdfast.method.VoidMethod0;
import dev.holdfast.method.VoidMethod1;
import dev.holdfast.method.VoidMethod2;
import dev.holdfast.method.VoidMethod3;
import dev.holdfast.method.VoidMethod4;
import dev.holdfast.payload.Arguments;
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
public final class Workflows extends LocalActivityCalls {

	private Workflows() {
	}

	// Child workflows

	/** Begins the start of a child workflow. */
	public static <T, R extends @Nullable Object> ChildCall<R> child(Method0<T, R> method) {
		return runtime().child(method);
	}

	/** Begins the start of a child workflow that returns nothing. */
	public static <T> ChildCall<@Nullable Void> child(VoidMethod0<T> method) {
		return runtime().child(method);
	}

	/** Begins the start of a child workflow. */
	public static <T, A extends @Nullable Object, R extends @Nullable Object> ChildCall<R> child(
			Method1<T, A, R> method, A a) {
		return runtime().child(method, a);
	}

	/** Begins the start of a child workflow that returns nothing. */
	public static <T, A extends @Nullable Object> ChildCall<@Nullable Void> child(VoidMethod1<T, A> method, A a) {
		return runtime().child(method, a);
	}

	/** Begins the start of a child workflow. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> ChildCall<R> child(
			Method2<T, A, B, R> method, A a, B b) {
		return runtime().child(method, a, b);
	}

	/** Begins the start of a child workflow that returns nothing. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object> ChildCall<@Nullable Void> child(
			VoidMethod2<T, A, B> method, A a, B b) {
		return runtime().child(method, a, b);
	}

	/** Begins the start of a child workflow. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object> ChildCall<R> child(
			Method3<T, A, B, C, R> method, A a, B b, C c) {
		return runtime().child(method, a, b, c);
	}

	/** Begins the start of a child workflow that returns nothing. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> ChildCall<@Nullable Void> child(
			VoidMethod3<T, A, B, C> method, A a, B b, C c) {
		return runtime().child(method, a, b, c);
	}

	/** Begins the start of a child workflow. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, R extends @Nullable Object> ChildCall<R> child(
			Method4<T, A, B, C, D, R> method, A a, B b, C c, D d) {
		return runtime().child(method, a, b, c, d);
	}

	/** Begins the start of a child workflow that returns nothing. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> ChildCall<@Nullable Void> child(
			VoidMethod4<T, A, B, C, D> method, A a, B b, C c, D d) {
		return runtime().child(method, a, b, c, d);
	}

	/** Begins the start of a child workflow by its type. */
	public static <R> ChildCall<R> child(String workflowType, Class<R> resultType, @Nullable Object... arguments) {
		return runtime().child(workflowType, (Type) resultType, arguments);
	}

	/** Begins the start of a child workflow by its type. */
	public static <R> ChildCall<R> child(String workflowType, ParameterizedTypeReference<R> resultType,
			@Nullable Object... arguments) {
		return runtime().child(workflowType, resultType.getType(), arguments);
	}

	// Other executions

	/** Another execution, of which only the id is known. */
	public static ExternalWorkflow<Object> external(String workflowId) {
		return runtime().external(workflowId, null);
	}

	/** Another execution: the open one with an id. */
	public static <W> ExternalWorkflow<W> external(Class<W> workflowClass, String workflowId) {
		return runtime().external(workflowId, null);
	}

	/** A certain run of another execution. */
	public static <W> ExternalWorkflow<W> external(Class<W> workflowClass, String workflowId, String runId) {
		return runtime().external(workflowId, runId);
	}

	// Going on as a new run

	/**
	 * Ends this run and goes on as a new one of the same execution, with an empty history
	 * and these arguments. It never returns: it leaves the workflow method, and only
	 * {@code finally} blocks run on the way out. To be called from the workflow method
	 * itself and from nowhere else.
	 *
	 * <p>
	 * The new run has the workflow id, the memo, the search attributes, the task queue,
	 * the retry policy and the timeouts of this one; the execution timeout goes on
	 * counting. Signals that wait to be heard are heard by this run before it ends. What
	 * becomes of children is what their parent close policy says.
	 * @return nothing, ever; so that {@code return Workflows.continueAsNew(…)} compiles
	 * @throws IllegalStateException outside of the workflow method
	 * @throws dev.holdfast.payload.PayloadException if an argument cannot be written
	 */
	public static <R extends @Nullable Object> R continueAsNew(@Nullable Object... arguments) {
		return runtime().continueAsNew(arguments);
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, R extends @Nullable Object> ContinueAsNewCall continueAsNew(Method0<T, R> method) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] {});
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T> ContinueAsNewCall continueAsNew(VoidMethod0<T> method) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] {});
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, R extends @Nullable Object> ContinueAsNewCall continueAsNew(
			Method1<T, A, R> method, A a) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object> ContinueAsNewCall continueAsNew(VoidMethod1<T, A> method, A a) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> ContinueAsNewCall continueAsNew(
			Method2<T, A, B, R> method, A a, B b) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object> ContinueAsNewCall continueAsNew(
			VoidMethod2<T, A, B> method, A a, B b) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object> ContinueAsNewCall continueAsNew(
			Method3<T, A, B, C, R> method, A a, B b, C c) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> ContinueAsNewCall continueAsNew(
			VoidMethod3<T, A, B, C> method, A a, B b, C c) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, R extends @Nullable Object> ContinueAsNewCall continueAsNew(
			Method4<T, A, B, C, D, R> method, A a, B b, C c, D d) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/** Goes on as a new run, with options of its own or of another type. */
	public static <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> ContinueAsNewCall continueAsNew(
			VoidMethod4<T, A, B, C, D> method, A a, B b, C c, D d) {
		return runtime().continueAsNew((MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/** Goes on as a new run of a type that is known by its name. */
	public static ContinueAsNewCall continueAsNewAs(String workflowType, @Nullable Object... arguments) {
		return runtime().continueAsNewAs(workflowType, arguments);
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
		return runtime().timer(duration);
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

	// Messages

	/**
	 * Handles signals of a name that no {@link SignalMethod} has. Signals that came
	 * before are handled now, in the order in which they came. A later handler for the
	 * same name takes the place of an earlier one.
	 * @throws IllegalArgumentException if a method handles the signal
	 */
	public static void onSignal(String signal, Consumer<? super Arguments> handler) {
		runtime().onSignal(signal, (name, arguments) -> handler.accept(arguments));
	}

	/**
	 * Handles signals that have one argument, of a name that no {@link SignalMethod} has;
	 * see {@link #onSignal(String, Consumer)}. The argument may be {@code null}.
	 */
	public static <A> void onSignal(String signal, Class<A> type, Consumer<? super @Nullable A> handler) {
		runtime().onSignal(signal, (name, arguments) -> handler.accept(arguments.get(0, type)));
	}

	/** Handles all signals that nothing else handles, those that came before included. */
	public static void onAnySignal(BiConsumer<String, ? super Arguments> handler) {
		runtime().onSignal(null, handler::accept);
	}

	/**
	 * Answers queries of a name that no {@link QueryMethod} has.
	 * @throws IllegalArgumentException if a method answers the query
	 */
	public static void onQuery(String query, Function<? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onQuery(query, (name, arguments) -> handler.apply(arguments));
	}

	/** Answers all queries that nothing else answers. */
	public static void onAnyQuery(BiFunction<String, ? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onQuery(null, handler::apply);
	}

	/**
	 * Handles updates of a name that no {@link UpdateMethod} has.
	 * @throws IllegalArgumentException if a method handles the update
	 */
	public static void onUpdate(String update, Function<? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onUpdate(update, (name, arguments) -> {
		}, (name, arguments) -> handler.apply(arguments));
	}

	/**
	 * Handles updates of a name that no {@link UpdateMethod} has, after a validator.
	 * @param validator rejects an update by throwing; it must change nothing and not
	 * block
	 * @throws IllegalArgumentException if a method handles the update
	 */
	public static void onUpdate(String update, Consumer<? super Arguments> validator,
			Function<? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onUpdate(update, (name, arguments) -> validator.accept(arguments),
				(name, arguments) -> handler.apply(arguments));
	}

	/** Handles all updates that nothing else handles. */
	public static void onAnyUpdate(BiFunction<String, ? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onUpdate(null, (name, arguments) -> {
		}, handler::apply);
	}

	/**
	 * Whether every signal and update handler that has begun has finished: what a
	 * workflow method awaits before it returns, so as to leave no handler behind. Within
	 * a handler it is always {@code false}.
	 */
	public static boolean everyHandlerFinished() {
		return runtime().everyHandlerFinished();
	}

	/** The update whose handler calls, if it is one. */
	public static Optional<UpdateInfo> currentUpdate() {
		return runtime().currentUpdate();
	}

	/**
	 * Computes something that cancellation of the execution does not reach.
	 */
	public static <R extends @Nullable Object> R detached(Supplier<R> code) {
		return runtime().scope(true, (scope) -> code.get());
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
		return runtime().sideEffect(type, code);
	}

	/** Runs a short piece of non-deterministic code once and records what it returns. */
	public static <R extends @Nullable Object> R sideEffect(ParameterizedTypeReference<R> type, Supplier<R> code) {
		return runtime().sideEffect(type.getType(), code);
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
