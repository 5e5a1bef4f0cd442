package dev.holdfast.test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHistory;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** From a real engine, through JSON, to a replay. */
class ExportedHistoryTests {

	@Test
	void historyOfAnEngineIsExportedAndReplayed() {
		WorkflowHistory history = record();
		String json = WorkflowHistories.toJson(history);
		assertThat(WorkflowHistories.fromJson(json)).isEqualTo(history);
		WorkflowReplayer.replay(OrderWorkflow.class, json);
	}

	private static WorkflowHistory record() {
		try (ConfigurableApplicationContext context = SpringApplication.run(Shop.class,
				"--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
				"--spring.main.banner-mode=off", "--spring.main.web-application-type=none",
				"--holdfast.activities.Payments.refund.start-to-close-timeout=5s")) {
			WorkflowClient client = context.getBean(WorkflowClient.class);
			client.workflow(OrderWorkflow::run, new Order("4711", new BigDecimal("19.90")))
				.id("order-4711")
				.start()
				.result(Duration.ofSeconds(20));
			return client.handle("order-4711").history();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrderWorkflow.class)
	static class Shop {

		@Bean
		Payments payments() {
			return new Payments("bank");
		}

		@Bean
		Shipping shipping() {
			return new Parcels();
		}

	}

	static class Parcels implements Shipping {

		@Override
		public String ship(String orderId, String label) {
			return "parcel/" + orderId;
		}

	}

}
