package dev.holdfast.autoconfigure.actuate;

import dev.holdfast.autoconfigure.Shop;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** What operators see of workflow types. */
class WorkflowTypesEndpointTests {

	@Test
	void showsTypesAndTheMessagesThatTheyTake() {
		try (ConfigurableApplicationContext context = Shop
			.runWeb("management.endpoints.web.exposure.include=workflowtypes")) {
			Http http = new Http(context);
			JsonNode all = http.get("/workflowtypes").json().get("workflowTypes");
			assertThat(all).extracting((type) -> type.get("name").asString())
				.contains("GreetingWorkflow", "WaitingWorkflow")
				.isSorted();
			JsonNode one = http.get("/workflowtypes/WaitingWorkflow").json();
			assertThat(one.get("description").asString()).isEqualTo("Waits to be told");
			assertThat(one.get("workflowClass").asString()).endsWith(".WaitingWorkflow");
			assertThat(one.get("dynamic").asBoolean()).isFalse();
			assertThat(one.at("/signals/0/name").asString()).isEqualTo("go");
			assertThat(one.at("/signals/0/description").asString()).isEqualTo("Lets it end");
			assertThat(one.get("queries")).isEmpty();
			assertThat(http.get("/workflowtypes/None").status()).isEqualTo(404);
		}
	}

}
