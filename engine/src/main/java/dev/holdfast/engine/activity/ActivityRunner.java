package dev.holdfast.engine.activity;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.holdfast.context.ContextPropagator.Scope;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.context.LogContext;
import dev.holdfast.engine.definition.ActivityDefinition;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.interception.Layers;
import dev.holdfast.engine.metrics.EngineMetrics;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.store.ActivityClaim;
import dev.holdfast.engine.store.ActivityTasks;
import dev.holdfast.engine.store.MessageOrder;
import dev.holdfast.engine.store.Starts;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Timers;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.interceptor.ActivityExecution;
import dev.holdfast.interceptor.ActivityInterceptor;
import dev.holdfast.interceptor.ActivityInterceptor.ActivityChain;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.spi.CurrentActivity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.StringUtils;

/** Makes attempts: waits for a slot, calls the bean, and reports how it ended. */
public final class ActivityRunner {

	private static final Logger logger = LoggerFactory.getLogger(ActivityRunner.class);

	/** What a method returns does not count once it is completed from outside. */
	private static final AttemptOutcome IGNORED = new AttemptOutcome.Completed(PayloadMapper.NULL);

	private final Definitions definitions;

	private final BeanFactory beanFactory;

	private final PayloadMapper payloads;

	private final EventCodec codec;

	private final EngineClock clock;

	private final Timers timers;

	private final Starts starts;

	private final ActivityTasks tasks;

	private final MessageOrder order;

	private final TransactionalActivities transactional;

	private final ContextPropagators contexts;

	private final Layers<ActivityInterceptor> interceptors;

	private final EngineMetrics metrics;

	private final Executor callbacks;

	private final EngineThreads threads;

	private final Map<String, Target> targets = new ConcurrentHashMap<>();

	private volatile boolean shuttingDown;

	private record Target(Object bean, Method method) {
	}

	/**
	 * Creates it.
	 * @param callbacks where code of an activity runs that hears of its cancellation
	 * @param threads where activities wait that are completed from outside
	 */
	public ActivityRunner(Definitions definitions, BeanFactory beanFactory, PayloadMapper payloads, EventCodec codec,
			EngineClock clock, Timers timers, Starts starts, ActivityTasks tasks, MessageOrder order,
			TransactionalActivities transactional, ContextPropagators contexts,
			Layers<ActivityInterceptor> interceptors, EngineMetrics metrics, Executor callbacks,
			EngineThreads threads) {
		this.definitions = definitions;
		this.beanFactory = beanFactory;
		this.payloads = payloads;
		this.codec = codec;
		this.clock = clock;
		this.timers = timers;
		this.starts = starts;
		this.tasks = tasks;
		this.order = order;
		this.transactional = transactional;
		this.contexts = contexts;
		this.interceptors = interceptors;
		this.metrics = metrics;
		this.callbacks = callbacks;
		this.threads = threads;
	}

	/** Begins an attempt as soon as one of these slots is free. */
	public Attempt submit(AttemptRequest request, Slots slots, AttemptListener listener) {
		Attempt attempt = attempt(request, listener);
		slots.submit(request.scheduled().priorityOrDefault(), new PendingAttempt(attempt, listener, this::run));
		return attempt;
	}

	/**
	 * Begins an attempt in a slot that was reserved for it.
	 * @param known told of the attempt before it begins
	 */
	public void begin(AttemptRequest request, Slots slots, AttemptListener listener, Consumer<Attempt> known) {
		Attempt attempt = attempt(request, listener);
		known.accept(attempt);
		slots.useReserved(() -> run(attempt));
	}

	/**
	 * Whether attempts of this node at an activity commit their results by themselves. Of
	 * one that failed it is not certain then that it has not committed.
	 */
	public boolean mayCommit(String activityType) {
		ActivityDefinition definition = this.definitions.activity(activityType);
		return definition == null || this.transactional.joins(definition);
	}

	private Attempt attempt(AttemptRequest request, AttemptListener listener) {
		return new Attempt(request, listener, this.clock, this.timers, this.payloads, this.interceptors, this.callbacks,
				this.threads, () -> this.shuttingDown);
	}

	/** Says whether this node is about to end. */
	public void shuttingDown(boolean shuttingDown) {
		this.shuttingDown = shuttingDown;
	}

	private void run(Attempt attempt) {
		if (!attempt.begin()) {
			return;
		}
		AttemptRequest request = attempt.request();
		String type = request.scheduled().activityType();
		this.metrics.activityStarted(type, request.scheduled().taskQueue(), attempt.waited());
		long began = this.clock.micros();
		CurrentActivity.set(attempt);
		Scope log = LogContext.activity(request.run().workflowId(), request.runId(), request.workflowType(), type,
				request.attempt());
		AttemptOutcome outcome;
		try {
			outcome = within(attempt, began);
		}
		catch (Throwable ex) {
			outcome = failed(request, ex);
		}
		finally {
			CurrentActivity.set(null);
			log.close();
		}
		if (outcome != null) {
			end(attempt, outcome, began);
		}
	}

	private void end(Attempt attempt, AttemptOutcome outcome, long began) {
		this.metrics.activityEnded(attempt.request().scheduled().activityType(), outcome, this.clock.micros() - began);
		attempt.end(outcome);
	}

	/** With the context that came with the call. */
	private @Nullable AttemptOutcome within(Attempt attempt, long began) throws Throwable {
		Scope context = this.contexts.restore(attempt.request().scheduled().headers());
		try {
			return call(attempt, began);
		}
		finally {
			context.close();
		}
	}

	/**
	 * Answers {@code null} if the activity ends later, with the stage that it returned.
	 */
	private @Nullable AttemptOutcome call(Attempt attempt, long began) throws Throwable {
		AttemptRequest request = attempt.request();
		String type = request.scheduled().activityType();
		ActivityDefinition definition = this.definitions.activity(type);
		if (definition == null) {
			throw ApplicationFailure.of("UnknownActivity", "This node has no activity " + type);
		}
		@Nullable Object[] arguments = this.payloads.readArguments(request.arguments(), definition.parameterTypes(),
				"The arguments of activity " + type);
		Target target = this.targets.computeIfAbsent(type, (key) -> target(definition));
		if (definition.isAsynchronous()) {
			Object returned = invoke(attempt, target, arguments);
			if (attempt.isHandedOver()) {
				return IGNORED;
			}
			if (!(returned instanceof CompletionStage<?> stage)) {
				throw new IllegalStateException("Activity " + type + " returned null in place of a completion stage");
			}
			stage.whenComplete((result, thrown) -> end(attempt, outcome(request, result, thrown), began));
			return null;
		}
		if (this.transactional.joins(definition)) {
			attempt.mustEndByItself("one whose result is recorded in its own transaction");
			return this.transactional.run(definition, () -> result(type, invoke(attempt, target, arguments)),
					(result) -> record(attempt, result));
		}
		Object returned = invoke(attempt, target, arguments);
		return attempt.isHandedOver() ? IGNORED : new AttemptOutcome.Completed(result(type, returned));
	}

	private AttemptOutcome outcome(AttemptRequest request, @Nullable Object result, @Nullable Throwable thrown) {
		if (thrown != null) {
			Throwable cause = (thrown instanceof CompletionException) ? thrown.getCause() : null;
			return failed(request, (cause != null) ? cause : thrown);
		}
		try {
			return new AttemptOutcome.Completed(result(request.scheduled().activityType(), result));
		}
		catch (PayloadException ex) {
			return failed(request, ex);
		}
	}

	private @Nullable StoredMessage record(Attempt attempt, byte[] result) {
		AttemptRequest request = attempt.request();
		StoredMessage completion = completion(request, result);
		ActivityClaim claim = request.claim();
		boolean recorded = attempt.beginCommit() && ((claim != null) ? this.tasks.complete(claim, completion)
				: this.starts.complete(request.run().workflowId(), completion, request.epoch()));
		return recorded ? completion : null;
	}

	private Target target(ActivityDefinition definition) {
		Object bean = this.beanFactory.getBean(definition.beanName());
		Method method = AopUtils.selectInvocableMethod(definition.method(), bean.getClass());
		method.setAccessible(true);
		return new Target(bean, method);
	}

	private @Nullable Object invoke(Attempt attempt, Target target, @Nullable Object[] arguments) throws Throwable {
		if (this.interceptors.isEmpty()) {
			return invoke(target, arguments);
		}
		Map<String, String> headers = attempt.request().scheduled().headers();
		return link(0, (execution) -> invoke(target, execution.arguments().toArray())).proceed(new ActivityExecution(
				attempt.info(), Arrays.asList(arguments), (headers != null) ? headers : Map.of()));
	}

	/** What an activity throws may be any exception, so its chain is its own. */
	private ActivityChain link(int index, ActivityChain end) {
		if (index == this.interceptors.all().size()) {
			return end;
		}
		ActivityChain rest = link(index + 1, end);
		return (attempt) -> this.interceptors.all()
			.get(index)
			.execute(Objects.requireNonNull(attempt, "attempt"), rest);
	}

	private static @Nullable Object invoke(Target target, @Nullable Object[] arguments) throws Throwable {
		try {
			return target.method().invoke(target.bean(), arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private byte[] result(String type, @Nullable Object result) {
		return this.payloads.write(result, "The result of activity " + type);
	}

	private StoredMessage completion(AttemptRequest request, byte[] result) {
		return StoredMessage.of(request.runId(), request.messageKey(), this.order, this.codec, request.completed(),
				result);
	}

	private AttemptOutcome.Failed failed(AttemptRequest request, Throwable thrown) {
		FailureRecord failure = AttemptFailures.of(thrown, request.scheduled().policy().retry(), this.payloads);
		logger.atLevel(failure.benign() ? Level.DEBUG : Level.WARN)
			.log("Attempt {} of activity {} of workflow '{}' failed: {}", request.attempt(),
					request.scheduled().activityType(), request.run().workflowId(),
					StringUtils.truncate(failure.summary(), 300));
		logger.debug("Why the attempt failed", thrown);
		return new AttemptOutcome.Failed(failure);
	}

}
