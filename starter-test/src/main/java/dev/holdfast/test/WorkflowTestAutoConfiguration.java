package dev.holdfast.test;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Supplier;

import dev.holdfast.autoconfigure.HoldfastDatabase;
import dev.holdfast.autoconfigure.HoldfastEngineAutoConfiguration;
import dev.holdfast.autoconfigure.HoldfastStoreAutoConfiguration;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.interceptor.ActivityInterceptor;
import dev.holdfast.interceptor.WorkflowClientInterceptor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Auto-configuration of the time in which the workflows of a test live. */
@AutoConfiguration(after = HoldfastStoreAutoConfiguration.class, before = HoldfastEngineAutoConfiguration.class)
public final class WorkflowTestAutoConfiguration {

	private static final String START_TIME = "holdfast.test.start-time";

	@Bean
	TestWorkflowEnvironment testWorkflowEnvironment(Environment environment, ObjectProvider<HoldfastEngine> engine,
			ObjectProvider<HoldfastDatabase> database) {
		return new TestWorkflowEnvironment(new TestRig(startTime(environment.getProperty(START_TIME, "")),
				engine::getObject, () -> database.getObject().dataSource()));
	}

	private static Supplier<Instant> startTime(String text) {
		if (!StringUtils.hasText(text)) {
			return Instant::now;
		}
		try {
			Instant fixed = Instant.parse(text);
			return () -> fixed;
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException(
					"The start time of the test, '" + text + "', is not of the form 2026-03-01T08:00:00Z", ex);
		}
	}

	@Bean
	EngineClock workflowTestClock(TestWorkflowEnvironment environment) {
		return environment.rig().clock();
	}

	@Bean
	EngineThreads workflowTestThreads(TestWorkflowEnvironment environment) {
		return environment.rig().threads();
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	ActivityInterceptor workflowTestActivities(TestWorkflowEnvironment environment) {
		return environment.rig().activities();
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	WorkflowClientInterceptor workflowTestClients(TestWorkflowEnvironment environment) {
		return environment.rig().clients();
	}

}
