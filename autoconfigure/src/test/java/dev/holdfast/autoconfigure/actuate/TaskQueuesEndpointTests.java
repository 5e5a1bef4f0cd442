package dev.holdfast.autoconfigure.actuate;

import java.time.Duration;

import dev.holdfast.autoconfigure.Shop;
import dev.holdfast.autoconfigure.shop.GreetingWorkflow;
import dev.holdfast.autoconfigure.shop.Greetings;
import dev.holdfast.autoconfigure.shop.SlowWorkflow;
import dev.holdfast.autoconfigure.shop.WaitingWorkflow;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.worker.WorkflowWorkers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** What waits in task queues, and what a node does for them. */
class TaskQueuesEndpointTests {

	private static ConfigurableApplicationContext context;

	private static WorkflowClient client;

	private static Http http;

	@BeforeAll
	static void start() {
		context = Shop.runWeb("management.endpoints.web.exposure.include=taskqueues", "holdfast.node-name=shop-1",
				"holdfast.workers.mail.max-concurrent-activities=3");
		client = context.getBean(WorkflowClient.class);
		http = new Http(context);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void showsSlots() throws InterruptedException {
		client.workflow(SlowWorkflow::run, 1500L).start();
		context.getBean(Greetings.class).awaitSlowOne();
		JsonNode queue = http.get("/taskqueues/default").json();
		assertThat(queue.at("/activities/limit").asInt()).isEqualTo(100);
		assertThat(queue.at("/activities/used").asInt()).isPositive();
		assertThat(queue.at("/activities/free").asInt()).isEqualTo(100 - queue.at("/activities/used").asInt());
		assertThat(http.get("/taskqueues/mail").json().at("/activities/limit").asInt()).isEqualTo(3);
		assertThat(http.get("/taskqueues/none").status()).isEqualTo(404);
	}

	@Test
	void showsNodes() {
		JsonNode all = http.get("/taskqueues").json();
		assertThat(all.get("node").asString()).isEqualTo("shop-1");
		assertThat(all.get("nodes")).singleElement().satisfies((node) -> {
			assertThat(node.get("name").asString()).isEqualTo("shop-1");
			assertThat(node.get("self").asBoolean()).isTrue();
			assertThat(node.get("lease").asString()).isEqualTo("VALID");
			assertThat(node.get("taskQueues")).extracting(JsonNode::asString).contains("default", "mail");
		});
	}

	@Test
	void showsWhoLooksForWork() {
		assertThat(http.get("/taskqueues/mail").json().get("pollers")).extracting(JsonNode::asString)
			.containsExactly("shop-1");
		client.workflow(WaitingWorkflow::run, "x").taskQueue("deserted").start();
		assertThat(http.get("/taskqueues/deserted").json().get("pollers")).isEmpty();
	}

	@Test
	void showsWhatWaitsWithoutANode() {
		client.workflow(WaitingWorkflow::run, "x").taskQueue("nowhere").start();
		JsonNode queue = http.get("/taskqueues/nowhere").json();
		assertThat(queue.get("backlog").asInt()).isEqualTo(1);
		assertThat(queue.get("oldestAgeSeconds").asDouble()).isBetween(0.0, 60.0);
		assertThat(queue.get("activities").isNull()).isTrue();
	}

	@Test
	void showsWhetherAWorkerTakesWork() {
		WorkflowWorkers workers = context.getBean(WorkflowWorkers.class);
		assertThat(http.get("/taskqueues/mail").json().get("state").asString()).isEqualTo("RUNNING");
		workers.pause("mail");
		assertThat(http.get("/taskqueues/mail").json().get("state").asString()).isEqualTo("PAUSED");
		workers.resume("mail");
		assertThat(http.get("/taskqueues/mail").json().get("state").asString()).isEqualTo("RUNNING");
	}

	@Test
	void showsWhatNobodyKnows() {
		client.workflow(WaitingWorkflow::run, "x").taskQueue("unknown").start();
		JsonNode queue = http.get("/taskqueues/unknown").json();
		assertThat(queue.get("state").isNull()).isTrue();
		assertThat(queue.get("unknownTypes")).singleElement().satisfies((unknown) -> {
			assertThat(unknown.get("type").asString()).isEqualTo("WaitingWorkflow");
			assertThat(unknown.get("waiting").asInt()).isEqualTo(1);
		});
	}

	@Test
	void showsTheRate() {
		client.workflow(GreetingWorkflow::run, "x").start().result(Duration.ofSeconds(20));
		assertThat(http.get("/taskqueues/default").json().get("activitiesPerSecond").asDouble()).isPositive();
		assertThat(http.get("/taskqueues").json().get("workflowTasksPerSecond").asDouble()).isPositive();
	}

}
