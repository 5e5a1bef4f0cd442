package dev.holdfast.spi;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.holdfast.method.MethodReference;
import dev.holdfast.payload.Arguments;
import dev.holdfast.workflow.ActivityCall;
import dev.holdfast.workflow.CancellationScope;
import dev.holdfast.workflow.ChildCall;
import dev.holdfast.workflow.CompletablePromise;
import dev.holdfast.workflow.ExternalWorkflow;
import dev.holdfast.workflow.ContinueAsNewCall;
import dev.holdfast.workflow.LocalActivityCall;
import dev.holdfast.workflow.Memo;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SearchAttributeUpdate;
import dev.holdfast.workflow.UpdateInfo;
import dev.holdfast.workflow.WorkflowInfo;
import dev.holdfast.workflow.WorkflowLock;
import dev.holdfast.workflow.WorkflowQueue;
import dev.holdfast.workflow.WorkflowSemaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What stands behind {@link dev.holdfast.workflow.Workflows} while the code of one run
 * executes.
 */
public interface WorkflowRuntime {

	<R extends @Nullable Object> ActivityCall<R> activity(MethodReference method, @Nullable Object... arguments);

	<R extends @Nullable Object> ActivityCall<R> activity(String activityType, Type resultType,
			@Nullable Object... arguments);

	<R extends @Nullable Object> LocalActivityCall<R> localActivity(MethodReference method,
			@Nullable Object... arguments);

	<R extends @Nullable Object> LocalActivityCall<R> localActivity(String activityType, Type resultType,
			@Nullable Object... arguments);

	<R extends @Nullable Object> ChildCall<R> child(MethodReference method, @Nullable Object... arguments);

	<R extends @Nullable Object> ChildCall<R> child(String workflowType, Type resultType,
			@Nullable Object... arguments);

	<R extends @Nullable Object> R continueAsNew(@Nullable Object... arguments);

	ContinueAsNewCall continueAsNew(MethodReference method, @Nullable Object... arguments);

	ContinueAsNewCall continueAsNewAs(String workflowType, @Nullable Object... arguments);

	Promise<@Nullable Void> timer(Duration duration, @Nullable String summary);

	void sleep(Duration duration);

	void await(BooleanSupplier condition);

	boolean await(Duration timeout, BooleanSupplier condition);

	<R extends @Nullable Object> Promise<R> async(Supplier<R> code);

	Promise<@Nullable Void> allOf(List<? extends Promise<?>> promises);

	<R extends @Nullable Object> Promise<R> anyOf(List<? extends Promise<? extends R>> promises);

	<R extends @Nullable Object> R scope(boolean detached, Function<CancellationScope, R> code);

	CancellationScope currentScope();

	void onSignal(@Nullable String signal, @Nullable String description, MessageConsumer handler);

	void onQuery(@Nullable String query, @Nullable String description, MessageFunction handler);

	void onUpdate(@Nullable String update, @Nullable String description, MessageConsumer validator,
			MessageFunction handler);

	boolean everyHandlerFinished();

	Optional<UpdateInfo> currentUpdate();

	Instant now();

	RandomGenerator random();

	UUID randomUuid();

	<R extends @Nullable Object> R sideEffect(Type type, @Nullable String summary, Supplier<R> code);

	<R extends @Nullable Object> R mutableSideEffect(String id, Type type, Supplier<R> code,
			@Nullable BiPredicate<? super R, ? super R> same);

	int version(String changeId, int minSupported, int maxSupported);

	void upsertMemo(Map<String, ? extends @Nullable Object> values);

	<T extends @Nullable Object> CompletablePromise<T> promise();

	<E> WorkflowQueue<E> queue(int capacity);

	WorkflowLock lock();

	WorkflowSemaphore semaphore(int permits);

	Map<Object, @Nullable Object> locals();

	/** The variables of the current coroutine; {@code null} if the code is in none. */
	@Nullable Map<Object, @Nullable Object> coroutineLocals();

	<W> ExternalWorkflow<W> external(String workflowId, @Nullable String runId);

	Logger logger(@Nullable String name);

	WorkflowInfo info();

	<R> Optional<R> lastResult(Type type);

	boolean isReplaying();

	void currentDetails(@Nullable String text);

	Memo memo();

	Map<String, Object> searchAttributes();

	void upsertSearchAttributes(List<SearchAttributeUpdate> updates);

	/** Takes a message of some name. */
	@FunctionalInterface
	interface MessageConsumer {

		void accept(String name, Arguments arguments);

	}

	/** Answers a message of some name. */
	@FunctionalInterface
	interface MessageFunction {

		@Nullable Object apply(String name, Arguments arguments);

	}

}
