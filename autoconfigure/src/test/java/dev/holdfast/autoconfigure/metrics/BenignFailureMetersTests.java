package dev.holdfast.autoconfigure.metrics;

import java.time.Duration;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.autoconfigure.Shop;
import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.FailureCategory;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Failures that are part of the business are no reason for an alarm. */
class BenignFailureMetersTests {

	@Test
	void areToldFromOthers() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, Refusals.class)) {
			WorkflowClient client = context.getBean(WorkflowClient.class);
			assertThatExceptionOfType(WorkflowFailedException.class)
				.isThrownBy(() -> client.workflow(Ordering::run, true).start().result(Duration.ofSeconds(20)));
			assertThatExceptionOfType(WorkflowFailedException.class)
				.isThrownBy(() -> client.workflow(Ordering::run, false).start().result(Duration.ofSeconds(20)));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			for (String outcome : new String[] { "benign", "failed" }) {
				await().untilAsserted(() -> assertThat(registry.get("holdfast.workflow.closed")
					.tags("type", "Ordering", "outcome", outcome)
					.counter()
					.count()).as(outcome).isEqualTo(1));
				assertThat(registry.get("holdfast.workflow.duration")
					.tags("type", "Ordering", "outcome", outcome)
					.timer()
					.count()).as(outcome).isEqualTo(1);
				assertThat(registry.get("holdfast.activity.duration")
					.tags("type", "Stock.take", "outcome", outcome)
					.timer()
					.count()).as(outcome).isEqualTo(1);
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ShopApplication.class, Ordering.class, Stock.class })
	static class Refusals {

	}

	@Workflow
	public static class Ordering {

		private final Stock stock;

		public Ordering(Stock stock) {
			this.stock = stock;
		}

		@WorkflowMethod
		public void run(boolean soldOut) {
			try {
				this.stock.take(soldOut);
			}
			catch (ActivityFailure ex) {
				throw (ApplicationFailure) ex.getCause();
			}
		}

	}

	@Activity
	public static class Stock {

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = 1))
		public void take(boolean soldOut) {
			throw soldOut ? ApplicationFailure.of("SoldOut", "come back later").withCategory(FailureCategory.BENIGN)
					: ApplicationFailure.of("Collapsed", "the shelf has collapsed");
		}

	}

}
