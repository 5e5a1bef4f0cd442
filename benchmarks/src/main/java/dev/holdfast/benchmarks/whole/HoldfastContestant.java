package dev.holdfast.benchmarks.whole;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** Holdfast, as an application has it: with the starter, and no settings of its own. */
final class HoldfastContestant implements Contestant {

	private final ConfigurableApplicationContext context;

	private final WorkflowClient client;

	HoldfastContestant(Map<String, Object> properties) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(properties);
		this.context = application.run();
		this.client = this.context.getBean(WorkflowClient.class);
		this.context.getBean(JdbcTemplate.class)
			.execute("create table if not exists effect (name varchar(100), step integer)");
	}

	@Override
	public void run(int steps) {
		this.client.workflow(Sequence::run, steps).execute();
	}

	@Override
	public void runTransactional(int steps) {
		this.client.workflow(TransactionalSequence::run, steps).execute();
	}

	@Override
	public void runElsewhere() {
		this.client.workflow(Sequence::run, 1).taskQueue("elsewhere").execute();
	}

	@Override
	public void startWaiting(int workflows) {
		for (int i = 0; i < workflows; i++) {
			this.client.workflow(Waiting::run).start();
		}
	}

	@Override
	public void waitOnce() {
		WorkflowHandle<Waiting, ?> handle = this.client.workflow(Waiting::run).start();
		handle.query(Waiting::heard); // once it waits
		handle.signal(Waiting::hear, RESULT);
		handle.result();
	}

	@Override
	public void startSleeping(int millis) {
		this.client.workflow(Sleeping::run, millis).start();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** The application. */
	@EnableAutoConfiguration
	@Import({ Sequence.class, TransactionalSequence.class, Waiting.class, Sleeping.class, Steps.class,
			TransactionalSteps.class })
	static class Application {

	}

	private static String oneAfterTheOther(int count, IntFunction<String> step) {
		String last = "";
		for (int i = 0; i < count && !last.equals(Meter.STOP); i++) {
			last = step.apply(i);
		}
		return last;
	}

	/** One step after the other. */
	@Workflow
	static class Sequence {

		private final Steps steps;

		Sequence(Steps steps) {
			this.steps = steps;
		}

		@WorkflowMethod
		String run(int count) {
			return oneAfterTheOther(count, this.steps::next);
		}

	}

	/** One transaction after the other. */
	@Workflow
	static class TransactionalSequence {

		private final TransactionalSteps steps;

		TransactionalSequence(TransactionalSteps steps) {
			this.steps = steps;
		}

		@WorkflowMethod
		String run(int count) {
			return oneAfterTheOther(count, this.steps::next);
		}

	}

	/** Waits. */
	@Workflow
	static class Waiting {

		private final List<String> heard = new ArrayList<>();

		@WorkflowMethod
		void run() {
			Workflows.await(() -> !this.heard.isEmpty());
		}

		@SignalMethod
		void hear(String word) {
			this.heard.add(word);
		}

		@QueryMethod
		List<String> heard() {
			return List.copyOf(this.heard);
		}

	}

	/** A step, and another one after a while. */
	@Workflow
	static class Sleeping {

		private final Steps steps;

		Sleeping(Steps steps) {
			this.steps = steps;
		}

		@WorkflowMethod
		void run(int millis) {
			this.steps.next(0);
			Workflows.sleep(Duration.ofMillis(millis));
			this.steps.next(1);
			Workflows.sleep(Duration.ofDays(1));
		}

	}

	/** Steps. */
	@Activity
	static class Steps {

		@ActivityMethod(startToCloseTimeout = "1m")
		String next(int index) {
			return Meter.step(index);
		}

	}

	/** Steps in a transaction. */
	@Activity
	static class TransactionalSteps {

		private final JdbcTemplate jdbc;

		TransactionalSteps(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "1m")
		String next(int index) {
			this.jdbc.update("insert into effect (name, step) values (?, ?)", RESULT, index);
			return Meter.step(index);
		}

	}

}
