package dev.holdfast.autoconfigure.actuate;

import java.time.Duration;

import dev.holdfast.autoconfigure.Shop;
import dev.holdfast.autoconfigure.shop.GreetingWorkflow;
import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.client.WorkflowClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** An application on WebFlux. */
class ReactiveApplicationTests {

	@Test
	void runsWorkflowsAndHasTheEndpoints() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.REACTIVE, ShopApplication.class,
				"management.endpoints.web.exposure.include=workflows,health",
				"management.endpoint.workflows.access=unrestricted")) {
			assertThat(context).isInstanceOf(ReactiveWebServerApplicationContext.class);
			assertThat(context.getBean(WorkflowClient.class)
				.workflow(GreetingWorkflow::run, "World")
				.id("greeting/1")
				.start()
				.result(Duration.ofSeconds(20))).isEqualTo("Hello, World!");
			JsonNode details = new Http(context).get("/workflows/greeting/1").json();
			assertThat(details.get("execution").get("status").asString()).isEqualTo("COMPLETED");
			assertThat(new Http(context).get("/workflows/unknown").status()).isEqualTo(404);
		}
	}

}
