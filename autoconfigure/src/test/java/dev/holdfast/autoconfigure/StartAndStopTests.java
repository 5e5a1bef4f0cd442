package dev.holdfast.autoconfigure;

import java.time.Duration;

import dev.holdfast.autoconfigure.shop.GreetingWorkflow;
import dev.holdfast.autoconfigure.shop.Greetings;
import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.autoconfigure.shop.SlowWorkflow;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.HoldfastEngine.State;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** Work starts when the application is ready, and ends before what it needs is gone. */
class StartAndStopTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static String greet(ConfigurableApplicationContext context) {
		return context.getBean(WorkflowClient.class).workflow(GreetingWorkflow::run, "World").start().result(SOON);
	}

	@Test
	void workStartsAfterTheRunners() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, WithRunner.class)) {
			assertThat(context.getBean(Seen.class).duringRun).isEqualTo(State.STOPPED);
			assertThat(context.getBean(HoldfastEngine.class).state()).isEqualTo(State.RUNNING);
			assertThat(context.getBean(WorkflowClient.class).handle(GreetingWorkflow.class, "early").result(SOON))
				.isEqualTo("Hello, early!");
		}
	}

	@Test
	void workStartsWithTheContextWhereThereIsNoSpringApplication() {
		new ApplicationContextRunner(AnnotationConfigApplicationContext::new)
			.withUserConfiguration(ShopApplication.class)
			.withPropertyValues("spring.datasource.url=" + Shop.memory(), "holdfast.poll-interval=50ms")
			.run((context) -> {
				assertThat(context.getBean(HoldfastEngine.class).state()).isEqualTo(State.RUNNING);
				assertThat(greet(context)).isEqualTo("Hello, World!");
			});
	}

	@Test
	void workStartsWithLazyInitialization() {
		try (ConfigurableApplicationContext context = Shop.run("spring.main.lazy-initialization=true")) {
			assertThat(greet(context)).isEqualTo("Hello, World!");
		}
	}

	@Test
	void workStartsInAWebApplication() {
		try (ConfigurableApplicationContext context = Shop.runWeb()) {
			assertThat(greet(context)).isEqualTo("Hello, World!");
		}
	}

	@Test
	void workGoesOnAfterThePauseOfAContext() {
		try (ConfigurableApplicationContext context = Shop.run()) {
			for (int i = 0; i < 3; i++) {
				context.stop();
				assertThat(context.getBean(HoldfastEngine.class).state()).isEqualTo(State.STOPPED);
				context.start();
				assertThat(context.getBean(HoldfastEngine.class).state()).isEqualTo(State.RUNNING);
				assertThat(greet(context)).isEqualTo("Hello, World!");
			}
		}
	}

	@Test
	void idleEngineStopsAtOnce() {
		ConfigurableApplicationContext context = Shop.run();
		greet(context);
		long before = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
	}

	@Test
	void activityThatRunsIsFinishedFirst() throws InterruptedException {
		String url = Shop.memory();
		ConfigurableApplicationContext context = Shop.run("spring.datasource.url=" + url,
				"spring.jpa.hibernate.ddl-auto=update");
		WorkflowHandle<SlowWorkflow, String> handle = context.getBean(WorkflowClient.class)
			.workflow(SlowWorkflow::run, 1500L)
			.id("slow")
			.start();
		context.getBean(Greetings.class).awaitSlowOne();
		context.close();
		assertThat(handle.runId()).isNotEmpty();
		try (ConfigurableApplicationContext next = Shop.run("spring.datasource.url=" + url,
				"spring.jpa.hibernate.ddl-auto=update")) {
			WorkflowHandle<SlowWorkflow, ?> same = next.getBean(WorkflowClient.class)
				.handle(SlowWorkflow.class, "slow");
			assertThat(same.result(SOON)).isEqualTo("slow");
			assertThat(same.describe().execution().status()).isEqualTo(WorkflowStatus.COMPLETED);
			assertThat(same.history().events()).filteredOn((event) -> event.type().equals("ActivityCompleted"))
				.singleElement()
				.satisfies((event) -> assertThat(event.attributes()).contains("\"attempts\":1"));
		}
	}

	@Test
	void activityThatTakesTooLongIsNotWaitedFor() throws InterruptedException {
		ConfigurableApplicationContext context = Shop.run("spring.lifecycle.timeout-per-shutdown-phase=2s");
		context.getBean(WorkflowClient.class).workflow(SlowWorkflow::run, 20_000L).start();
		context.getBean(Greetings.class).awaitSlowOne();
		long before = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void patienceLeavesTimeForTheRest() {
		assertThat(HoldfastLifecycle.patience(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(27));
		assertThat(HoldfastLifecycle.patience(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(4));
		assertThat(HoldfastLifecycle.patience(Duration.ofMillis(500))).isEqualTo(Duration.ZERO);
	}

	static class Seen {

		State duringRun;

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ShopApplication.class)
	static class WithRunner {

		@Bean
		Seen seen() {
			return new Seen();
		}

		@Bean
		ApplicationRunner early(HoldfastEngine engine, WorkflowClient client, Seen seen) {
			return (arguments) -> {
				seen.duringRun = engine.state();
				client.workflow(GreetingWorkflow::run, "early").id("early").start();
			};
		}

	}

}
