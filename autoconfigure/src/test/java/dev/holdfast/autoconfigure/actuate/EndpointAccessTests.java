package dev.holdfast.autoconfigure.actuate;

import dev.holdfast.autoconfigure.Shop;
import dev.holdfast.autoconfigure.shop.WaitingWorkflow;
import dev.holdfast.client.WorkflowClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** Endpoints follow the access model of Spring Boot, and are careful by default. */
class EndpointAccessTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=*";

	private static Http waiting(ConfigurableApplicationContext context) {
		context.getBean(WorkflowClient.class).workflow(WaitingWorkflow::run, "confidential").id("w").start();
		return new Http(context);
	}

	@Test
	void nothingIsThereUnlessExposed() {
		try (ConfigurableApplicationContext context = Shop.runWeb()) {
			Http http = waiting(context);
			assertThat(http.get("/workflows").status()).isEqualTo(404);
			assertThat(http.get("/taskqueues").status()).isEqualTo(404);
			assertThat(context.getBeansOfType(WorkflowsEndpoint.class)).isEmpty();
			assertThat(context.getBeansOfType(TaskQueuesEndpoint.class)).isEmpty();
			assertThat(http.get("/health").json().get("status").asString()).isEqualTo("UP");
		}
	}

	@Test
	void exposedEndpointsOnlyRead() {
		try (ConfigurableApplicationContext context = Shop.runWeb(EXPOSED)) {
			Http http = waiting(context);
			assertThat(http.get("/workflows").status()).isEqualTo(200);
			assertThat(http.get("/workflows/w").status()).isEqualTo(200);
			assertThat(http.get("/taskqueues").status()).isEqualTo(200);
			assertThat(http.post("/workflows/w/terminate", "{}").status()).isIn(404, 405);
			assertThat(http.delete("/workflows/w").status()).isIn(404, 405);
			assertThat(http.get("/workflows/w").json().at("/execution/status").asString()).isEqualTo("RUNNING");
		}
	}

	@Test
	void accessMayBeLimitedForAllEndpoints() {
		try (ConfigurableApplicationContext context = Shop.runWeb(EXPOSED,
				"management.endpoint.workflows.access=unrestricted",
				"management.endpoints.access.max-permitted=read-only")) {
			Http http = waiting(context);
			assertThat(http.get("/workflows").status()).isEqualTo(200);
			assertThat(http.post("/workflows/w/terminate", "{}").status()).isIn(404, 405);
		}
	}

	@Test
	void accessMayBeNone() {
		try (ConfigurableApplicationContext context = Shop.runWeb(EXPOSED, "management.endpoint.workflows.access=none",
				"management.health.holdfast.enabled=false")) {
			assertThat(waiting(context).get("/workflows").status()).isEqualTo(404);
			assertThat(context.getBeansOfType(HoldfastHealthIndicator.class)).isEmpty();
		}
	}

	@Test
	void valuesAreShownWhereThatIsWanted() {
		try (ConfigurableApplicationContext context = Shop.runWeb(EXPOSED,
				"management.endpoint.workflows.show-values=always")) {
			JsonNode history = waiting(context).get("/workflows/w/history").json();
			assertThat(history.at("/events/0/data/0").asString()).isEqualTo("confidential");
		}
	}

	@Test
	void valuesAreNotShownToWhomIsNotAuthorized() {
		try (ConfigurableApplicationContext context = Shop.runWeb(EXPOSED,
				"management.endpoint.workflows.show-values=when-authorized")) {
			assertThat(waiting(context).get("/workflows/w/history").body()).doesNotContain("confidential");
		}
	}

	@Test
	void healthHasAComponent() {
		try (ConfigurableApplicationContext context = Shop.runWeb("management.endpoint.health.show-details=always")) {
			JsonNode health = new Http(context).get("/health").json();
			assertThat(health.at("/components/holdfast/status").asString()).isEqualTo("UP");
			assertThat(health.at("/components/holdfast/details/state").asString()).isEqualTo("running");
		}
	}

	@Test
	void applicationWithoutAWebServerHasHealthToo() {
		try (ConfigurableApplicationContext context = Shop.run()) {
			assertThat(context.getBean(HoldfastHealthIndicator.class).health()).isNotNull();
		}
	}

}
