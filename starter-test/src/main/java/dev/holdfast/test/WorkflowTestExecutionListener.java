package dev.holdfast.test;

import dev.holdfast.autoconfigure.HoldfastDatabase;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Isolates tests of workflows from each other. Of no effect where time is not skipped.
 *
 * @see WorkflowTestEndListener
 */
final class WorkflowTestExecutionListener implements TestExecutionListener, Ordered {

	/** Before transactions begin, and so after they have ended. */
	private static final int ORDER = 3500;

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		TestWorkflowEnvironment environment = environment(testContext);
		if (environment != null) {
			environment.rig()
				.isolation(() -> Isolation.begin(environment.rig(),
						testContext.getApplicationContext().getBean(HoldfastDatabase.class).dataSource()));
		}
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		TestWorkflowEnvironment environment = environment(testContext);
		if (environment != null) {
			environment.rig().reset();
		}
	}

	static @Nullable TestWorkflowEnvironment environment(TestContext testContext) {
		if (!testContext.hasApplicationContext()) {
			return null;
		}
		ApplicationContext context = testContext.getApplicationContext();
		return context.getBeanProvider(TestWorkflowEnvironment.class).getIfAvailable();
	}

}
