package dev.holdfast.autoconfigure;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.autoconfigure.actuate.HoldfastActuatorAutoConfiguration;
import dev.holdfast.autoconfigure.metrics.HoldfastMetricsAutoConfiguration;
import dev.holdfast.autoconfigure.shop.GreetingWorkflow;
import dev.holdfast.autoconfigure.shop.Greetings;
import dev.holdfast.autoconfigure.shop.Purchase;
import dev.holdfast.autoconfigure.tracing.HoldfastTracingAutoConfiguration;
import dev.holdfast.client.WorkflowClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What an application may have or not have beside the engine. */
class OptionalLibrariesTests {

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.actuate", "org.springframework.boot.health", "io.micrometer",
			"com.zaxxer.hikari", "org.springframework.boot.web.server" })
	void mayBeMissing(String library) {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader(library))
			.withUserConfiguration(Beans.class)
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class,
					TransactionAutoConfiguration.class, HoldfastStoreAutoConfiguration.class,
					HoldfastEngineAutoConfiguration.class, HoldfastActuatorAutoConfiguration.class,
					HoldfastMetricsAutoConfiguration.class, HoldfastTracingAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + Shop.memory(), "holdfast.poll-interval=50ms",
					"spring.datasource.type=" + SimpleDriverDataSource.class.getName())
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(WorkflowClient.class)
				.extracting((client) -> client.workflow(GreetingWorkflow::run, "World")
					.start()
					.result(Duration.ofSeconds(20)))
				.isEqualTo("Hello, World!"));
	}

	@Test
	void endpointsAreThereByJmxToo() throws Exception {
		try (ConfigurableApplicationContext context = Shop.run("spring.jmx.enabled=true",
				"management.endpoints.jmx.exposure.include=*", "management.endpoints.jmx.domain=holdfast.test")) {
			context.getBean(WorkflowClient.class)
				.workflow(GreetingWorkflow::run, "World")
				.id("by-jmx")
				.start()
				.result(Duration.ofSeconds(20));
			MBeanServer server = context.getBean(MBeanServer.class);
			assertThat(server).isSameAs(ManagementFactory.getPlatformMBeanServer());
			ObjectName name = new ObjectName("holdfast.test:type=Endpoint,name=Workflows");
			Object found = server.invoke(name, "find", new Object[] { new String[] { "by-jmx" }, null, null, null },
					new String[] { String[].class.getName(), "java.lang.String", "java.lang.Long",
							"java.lang.Integer" });
			assertThat(String.valueOf(found)).contains("by-jmx", "COMPLETED");
		}
	}

	@Test
	void poolLeavesConnectionsForTheEngine() {
		assertThat(PoolSize.forActivities(new DriverManagerDataSource())).isEqualTo(6);
		try (var pool = DataSourceBuilder.create().type(HikariDataSource.class).url(Shop.memory()).build()) {
			pool.setMaximumPoolSize(25);
			assertThat(PoolSize.forActivities(pool)).isEqualTo(21);
			pool.setMaximumPoolSize(2);
			assertThat(PoolSize.forActivities(pool)).isEqualTo(1);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Purchase.class)
	@Import({ Greetings.class, GreetingWorkflow.class })
	static class Beans {

	}

}
