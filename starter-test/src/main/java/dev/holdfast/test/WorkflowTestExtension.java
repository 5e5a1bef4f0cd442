package dev.holdfast.test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.schedule.ScheduleClient;
import dev.holdfast.worker.WorkflowWorkers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs workflows in a test without Spring Boot: the production engine with a database in
 * memory, the workflows and the activities that are given here, and nothing else.
 * {@linkplain TestWorkflowEnvironment Time is skipped} while the test waits.
 *
 * <pre>
 * &#064;RegisterExtension
 * static final WorkflowTestExtension workflows = WorkflowTestExtension.of(OrderWorkflow.class)
 *     .activities(new FakePayments(), Shipping.class);
 *
 * &#064;Test
 * void orderIsShipped(WorkflowClient client) {
 *     assertThat(client.workflow(OrderWorkflow::run, order).execute()).isEqualTo("shipped");
 * }
 * </pre>
 *
 * In a static field, one engine serves all tests of the class, and nothing of one test is
 * left when the next begins; in a field of the instance each test has an engine of its
 * own, so activities can be instances that the test knows. Parameters of tests may be a
 * {@link WorkflowClient}, {@link TestWorkflowEnvironment}, {@link ScheduleClient},
 * {@link ActivityCompletionClient} or {@link WorkflowWorkers}. Immutable but for the
 * engine that runs; tests of one class must not run at the same time.
 */
public final class WorkflowTestExtension
		implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
		.create(WorkflowTestExtension.class);

	private final PlainApplication application;

	private @Nullable PlainEngine engine;

	private boolean forAll;

	private WorkflowTestExtension(PlainApplication application) {
		this.application = application;
	}

	/** Begins with classes of workflows. */
	public static WorkflowTestExtension of(Class<?>... workflows) {
		return new WorkflowTestExtension(
				new PlainApplication(List.of(workflows), List.of(), List.of(), Map.of(), Instant::now, false));
	}

	/**
	 * Adds activities.
	 * @param activities objects, mocks among them, or classes that are instantiated and
	 * given each other and clients
	 */
	public WorkflowTestExtension activities(Object... activities) {
		return new WorkflowTestExtension(this.application.withActivities(activities));
	}

	/**
	 * Adds interceptors and context propagators of the application; {@code @Order} puts
	 * them in order.
	 */
	public WorkflowTestExtension with(Object... surroundings) {
		return new WorkflowTestExtension(this.application.withSurroundings(surroundings));
	}

	/**
	 * Says how long an attempt of an activity may take, as properties of the application
	 * do.
	 * @param activityType the type, {@code Payments.charge} for instance
	 */
	public WorkflowTestExtension startToCloseTimeout(String activityType, Duration timeout) {
		return new WorkflowTestExtension(this.application.withTimeout(activityType, timeout));
	}

	/**
	 * Sets what time it is at the beginning of each test; the real time by default.
	 */
	public WorkflowTestExtension startTime(Instant time) {
		return new WorkflowTestExtension(this.application.withStart(time));
	}

	/**
	 * Lets executions leave the memory after every task, so that each step replays all
	 * steps before: what workflow code does otherwise the second time is found at once.
	 */
	public WorkflowTestExtension replayEveryTask() {
		return new WorkflowTestExtension(this.application.withReplayOfEveryTask());
	}

	/**
	 * The client of the engine.
	 * @throws IllegalStateException if no test runs
	 */
	public WorkflowClient client() {
		return running().engine().client();
	}

	/**
	 * The time in which the workflows live.
	 * @throws IllegalStateException if no test runs
	 */
	public TestWorkflowEnvironment environment() {
		return running().environment();
	}

	private PlainEngine running() {
		PlainEngine running = this.engine;
		if (running == null) {
			throw new IllegalStateException("The engine runs only while a test does. Is the extension in a field with"
					+ " @RegisterExtension?");
		}
		return running;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		if (this.engine == null) {
			start(context);
			this.forAll = true;
		}
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		if (this.engine == null) {
			start(context);
		}
	}

	private void start(ExtensionContext context) {
		EngineDatabases databases = context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(EngineDatabases.class, (type) -> new EngineDatabases(), EngineDatabases.class);
		this.engine = new PlainEngine(this.application, databases);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		PlainEngine running = running();
		if (context.getExecutionException().isPresent()) {
			FailedTest.print(context.getRequiredTestMethod(), running.environment());
		}
		if (this.forAll) {
			running.rig().reset();
		}
		else {
			close();
		}
	}

	/** Nested classes share the engine of the class around them. */
	@Override
	public void afterAll(ExtensionContext context) {
		if (this.engine != null && context.getParent().flatMap(ExtensionContext::getTestClass).isEmpty()) {
			close();
		}
	}

	private void close() {
		PlainEngine closing = running();
		this.engine = null;
		closing.close();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		Class<?> type = parameterContext.getParameter().getType();
		return type == TestWorkflowEnvironment.class || type == WorkflowClient.class || type == ScheduleClient.class
				|| type == ActivityCompletionClient.class || type == WorkflowWorkers.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		Class<?> type = parameterContext.getParameter().getType();
		PlainEngine running = running();
		if (type == TestWorkflowEnvironment.class) {
			return running.environment();
		}
		if (type == WorkflowWorkers.class) {
			return running.engine().workflowWorkers();
		}
		return running.bean(type);
	}

}
