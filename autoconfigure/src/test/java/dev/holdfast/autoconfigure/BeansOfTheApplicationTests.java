package dev.holdfast.autoconfigure;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;

import javax.sql.DataSource;

import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.HoldfastEngine;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.repository.Repository;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/** What the application and Spring Boot define stays as it would be without Holdfast. */
class BeansOfTheApplicationTests {

	private static final Class<?>[] GENERIC = { DataSource.class, EntityManagerFactory.class,
			PlatformTransactionManager.class, JsonMapper.class, Executor.class, TaskScheduler.class, Clock.class,
			Repository.class };

	private static final List<String> NAMED_AFTER_OUR_TYPES = List.of("workflowClient", "workflowWorkers",
			"scheduleClient", "activityCompletionClient", "workflowsEndpoint", "workflowsEndpointWebExtension",
			"taskQueuesEndpoint", "workflowTypesEndpoint", "schedulesEndpoint", "schedulesEndpointWebExtension");

	@Test
	void areTheSameWithHoldfastAndWithout() {
		try (var with = Shop.run(WebApplicationType.NONE, Plain.class);
				var without = Shop.run(WebApplicationType.NONE, Plain.class, "holdfast.enabled=false")) {
			assertThat(with.getBeansOfType(WorkflowClient.class)).hasSize(1);
			assertThat(without.getBeansOfType(WorkflowClient.class)).isEmpty();
			assertThat(without.getBeansOfType(HoldfastEngine.class)).isEmpty();
			for (Class<?> type : GENERIC) {
				assertThat(with.getBeanNamesForType(type)).as(type.getName())
					.containsExactlyInAnyOrder(without.getBeanNamesForType(type));
			}
			assertThat(with.containsBean("applicationTaskExecutor")).isTrue();
		}
	}

	@Test
	void allNamesSayWhoseTheyAre() {
		try (ConfigurableApplicationContext context = Shop.runWeb("management.endpoints.web.exposure.include=*")) {
			assertThat(context.getBeanDefinitionNames())
				.filteredOn((name) -> String
					.valueOf(context.getBeanFactory().getBeanDefinition(name).getResourceDescription())
					.matches(".*dev/holdfast/autoconfigure/(actuate/|metrics/)?Holdfast.*")
						&& !name.startsWith("dev.holdfast"))
				.contains("holdfastEngine", "workflowsEndpoint")
				.allMatch((name) -> name.startsWith("holdfast") || NAMED_AFTER_OUR_TYPES.contains(name));
		}
	}

	@Test
	void ownExecutorIsUsedByNobodyElse() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, OwnExecutor.class)) {
			assertThat(context.getBeansOfType(Executor.class)).containsOnlyKeys("mine");
		}
	}

	@Test
	void ownClientTakesThePlaceOfTheOneProvided() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, OwnClient.class)) {
			assertThat(context.getBeansOfType(WorkflowClient.class)).containsOnlyKeys("mine");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ShopApplication.class)
	static class OwnExecutor {

		@Bean
		Executor mine() {
			return new SimpleAsyncTaskExecutor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ShopApplication.class)
	static class OwnClient {

		@Bean
		WorkflowClient mine() {
			return mock(WorkflowClient.class);
		}

	}

}
