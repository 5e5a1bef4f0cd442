package dev.holdfast.test;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Prints the histories of a test that failed, and ends what its workflows still do,
 * before anything else is done after a test: mocks that are reset must not be called by
 * what is left of it. Of no effect where time is not skipped.
 */
final class WorkflowTestEndListener implements TestExecutionListener, Ordered {

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		TestWorkflowEnvironment environment = WorkflowTestExecutionListener.environment(testContext);
		if (environment == null) {
			return;
		}
		if (testContext.getTestException() != null) {
			FailedTest.print(testContext.getTestMethod(), environment);
		}
		environment.rig().stop();
	}

}
