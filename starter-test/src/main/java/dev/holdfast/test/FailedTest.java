package dev.holdfast.test;

import java.lang.reflect.Method;

/** What is printed when a test has failed. */
final class FailedTest {

	private FailedTest() {
	}

	/**
	 * To standard error, where a report of the test has it; whatever is wrong with the
	 * histories does not hide why the test failed.
	 */
	static void print(Method method, TestWorkflowEnvironment environment) {
		String histories;
		try {
			histories = environment.histories();
		}
		catch (RuntimeException ex) {
			histories = "The histories could not be read: " + ex;
		}
		System.err.printf("%nWorkflows of %s.%s, which has failed at %s of their time:%n%n%s%n",
				method.getDeclaringClass().getSimpleName(), method.getName(), environment.now(),
				histories.isEmpty() ? "none" : histories);
	}

}
