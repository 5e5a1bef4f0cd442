package dev.holdfast.autoconfigure.actuate;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.holdfast.autoconfigure.Shop;
import dev.holdfast.autoconfigure.actuate.Http.Answer;
import dev.holdfast.autoconfigure.shop.GreetingWorkflow;
import dev.holdfast.autoconfigure.shop.SlowWorkflow;
import dev.holdfast.autoconfigure.shop.WaitingWorkflow;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What operators see of executions, and do to them. */
class WorkflowsEndpointTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static ConfigurableApplicationContext context;

	private static WorkflowClient client;

	private static Http http;

	@BeforeAll
	static void start() {
		context = Shop.runWeb("management.endpoints.web.exposure.include=workflows",
				"management.endpoint.workflows.access=unrestricted");
		client = context.getBean(WorkflowClient.class);
		http = new Http(context);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	private static WorkflowHandle<WaitingWorkflow, String> waiting(String id) {
		return client.workflow(WaitingWorkflow::run, "confidential")
			.id(id)
			.memo("customer", "confidential too")
			.searchAttribute("Customer", "confidential three")
			.start();
	}

	private static List<String> ids(JsonNode page) {
		List<String> ids = new ArrayList<>();
		page.get("workflows").forEach((workflow) -> ids.add(workflow.get("workflowId").asString()));
		return ids;
	}

	@Test
	void pagesThroughAllByCursor() {
		for (int i = 0; i < 7; i++) {
			client.workflow(GreetingWorkflow::run, "x").id("paged-" + i).start().result(SOON);
		}
		Set<String> seen = new HashSet<>();
		String cursor = "";
		int pages = 0;
		do {
			JsonNode page = http.get("/workflows?text=PAGED-&limit=3" + cursor).json();
			seen.addAll(ids(page));
			cursor = page.get("nextCursor").isNull() ? null : "&cursor=" + page.get("nextCursor").asString();
			pages++;
		}
		while (cursor != null);
		assertThat(pages).isEqualTo(3);
		assertThat(seen).hasSize(7);
	}

	@Test
	void showsAHistoryBesideWhatTheCodeDoesNow() {
		client.workflow(GreetingWorkflow::run, "x").id("diff/1").start().result(SOON);
		JsonNode same = http.get("/workflows/diff/1/diff").json();
		assertThat(same.get("goesOn").asBoolean()).isTrue();
		assertThat(same.get("lines")).isEmpty();
		JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
		String where = " from holdfast_event e where e.event_type = 'ActivityScheduled' and e.run_id ="
				+ " (select c.run_id from holdfast_execution c where c.workflow_id = 'diff/1')";
		byte[] payload = jdbc.queryForObject("select e.payload" + where, byte[].class);
		String changed = new String(payload, StandardCharsets.UTF_8).replace("Greetings.greet", "Greetings.wave");
		jdbc.update(
				"update holdfast_event e set e.payload = ? where exists (select 1"
						+ where.replace("holdfast_event e", "holdfast_event d")
							.replace("e.event_type", "d.event_type")
							.replace("e.run_id", "d.run_id")
						+ " and d.run_id = e.run_id and d.event_id = e.event_id)",
				changed.getBytes(StandardCharsets.UTF_8));
		JsonNode diff = http.get("/workflows/diff/1/diff").json();
		assertThat(diff.get("goesOn").asBoolean()).isFalse();
		assertThat(diff.get("eventId").asLong()).isEqualTo(2);
		assertThat(diff.get("expected").asString()).isEqualTo("ActivityScheduled Greetings.wave");
		assertThat(diff.get("actual").asString()).isEqualTo("ActivityScheduled Greetings.greet");
		assertThat(diff.get("place").asString()).contains("GreetingWorkflow.run(GreetingWorkflow.java:");
		assertThat(diff.get("remedy").asString()).contains("Workflows.version(");
		assertThat(diff.get("lines").get(1).get("differs").asBoolean()).isTrue();
		assertThat(http.get("/workflows/unknown/diff").status()).isEqualTo(404);
	}

	@Test
	void listsByStatusTypeQueueAndTime() {
		Instant before = Instant.now().minusSeconds(3600);
		waiting("filtered-1");
		client.workflow(GreetingWorkflow::run, "x").id("filtered-2").start().result(SOON);
		assertThat(ids(http.get("/workflows?text=filtered&status=running").json())).containsExactly("filtered-1");
		assertThat(ids(http.get("/workflows?text=filtered&status=COMPLETED").json())).containsExactly("filtered-2");
		assertThat(ids(http.get("/workflows?text=filtered&type=GreetingWorkflow").json()))
			.containsExactly("filtered-2");
		assertThat(ids(http.get("/workflows?text=filtered&queue=default").json())).hasSize(2);
		assertThat(ids(http.get("/workflows?text=filtered&queue=other").json())).isEmpty();
		assertThat(ids(http.get("/workflows?text=filtered&from=" + before).json())).hasSize(2);
		assertThat(ids(http.get("/workflows?text=filtered&to=" + before).json())).isEmpty();
	}

	@Test
	void listsByQuery() {
		waiting("queried-1");
		client.workflow(GreetingWorkflow::run, "x").id("queried-2").searchAttribute("Count", 5).start().result(SOON);
		assertThat(ids(http.get(query("WorkflowId STARTS_WITH 'queried' AND Status = 'Running'")).json()))
			.containsExactly("queried-1");
		assertThat(ids(http.get(query("Count >= 5 AND WorkflowId IN ('queried-1', 'queried-2')")).json()))
			.containsExactly("queried-2");
		assertThat(ids(http.get(query("Count >= 5") + "&text=queried&status=running").json())).isEmpty();
		assertThat(ids(http.get(query("WorkflowId STARTS_WITH 'queried' ORDER BY StartTime ASC")).json()))
			.containsExactly("queried-1", "queried-2");
		Answer refused = http.get(query("Count >= five"));
		assertThat(refused.status()).isEqualTo(400);
		JsonNode page = http.get(query("WorkflowId STARTS_WITH 'queried'") + "&limit=1").json();
		String cursor = "&cursor=" + page.get("nextCursor").asString();
		assertThat(ids(http.get(query("WorkflowId STARTS_WITH 'queried'") + "&limit=1" + cursor).json()))
			.containsExactly("queried-1");
		assertThat(http.get(query("WorkflowId STARTS_WITH 'other'") + cursor).status()).isEqualTo(400);
	}

	private static String query(String query) {
		return "/workflows?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
	}

	@Test
	void showsWhatAnExecutionSaysAboutItself() {
		waiting("speaking/1");
		JsonNode metadata = http.get("/workflows/speaking/1/metadata").json();
		assertThat(metadata.at("/workflowType").asString()).isEqualTo("WaitingWorkflow");
		assertThat(metadata.at("/description").asString()).isEqualTo("Waits to be told");
		assertThat(metadata.at("/signals/0/name").asString()).isEqualTo("go");
		assertThat(metadata.at("/signals/0/description").asString()).isEqualTo("Lets it end");
		assertThat(metadata.at("/currentDetails").asString()).isEqualTo("******");
		assertThat(http.get("/workflows/nobody/metadata").status()).isEqualTo(404);
	}

	@Test
	void showsWhereAnExecutionWaits() {
		String runId = waiting("standing").runId();
		for (String query : List.of("", "?runId=" + runId)) {
			assertThat(http.get("/workflows/standing/stacktrace" + query).json().at("/stackTrace").asString())
				.startsWith("main waits in Workflows.await\n")
				.contains("WaitingWorkflow.run(WaitingWorkflow.java:");
		}
		assertThat(http.get("/workflows/nobody/stacktrace").status()).isEqualTo(404);
		client.workflow(WaitingWorkflow::run, "x").id("delayed").startDelay(Duration.ofHours(1)).start();
		Answer early = http.get("/workflows/delayed/stacktrace");
		assertThat(early.status()).isEqualTo(409);
		assertThat(early.json().at("/message").asString()).contains("has not begun yet");
	}

	@Test
	void refusesWhatItDoesNotUnderstand() {
		for (String query : List.of("limit=0", "limit=1001", "limit=many", "cursor=nonsense", "status=asleep",
				"from=yesterday")) {
			assertThat(http.get("/workflows?" + query).status()).as(query).isEqualTo(400);
		}
		waiting("refusing");
		assertThat(http.get("/workflows/refusing?runId=1").status()).isEqualTo(400);
		assertThat(http.post("/workflows/refusing/signal", "{}").status()).isEqualTo(400);
		assertThat(http.post("/workflows/refusing/signal", "{\"name\":\"go\",\"arguments\":\"{}\"}").status())
			.isEqualTo(400);
		assertThat(http.post("/workflows/refusing/signal", "{\"name\":\"go\",\"arguments\":\"[\"}").status())
			.isEqualTo(400);
	}

	@Test
	void showsWhatAnExecutionWaitsFor() {
		client.workflow(SlowWorkflow::run, 2500L).id("slow").start();
		await().untilAsserted(() -> assertThat(http.get("/workflows/slow").json().get("pendingActivities")).hasSize(1));
		JsonNode pending = http.get("/workflows/slow").json().get("pendingActivities").get(0);
		assertThat(pending.get("activityType").asString()).isEqualTo("Greetings.slow");
		assertThat(pending.get("attempt").asInt()).isEqualTo(1);
		assertThat(http.get("/workflows/slow").json().get("execution").get("status").asString()).isEqualTo("RUNNING");
	}

	@Test
	void showsTheHistoryPartByPart() {
		WorkflowHandle<GreetingWorkflow, String> handle = client.workflow(GreetingWorkflow::run, "x")
			.id("past")
			.start();
		handle.result(SOON);
		int all = handle.history().events().size();
		JsonNode first = http.get("/workflows/past/history?limit=2").json();
		assertThat(first.get("events")).hasSize(2);
		JsonNode rest = http.get("/workflows/past/history?after=" + first.get("nextAfter").asLong()).json();
		assertThat(rest.get("events")).hasSize(all - 2);
		assertThat(rest.get("nextAfter").isNull()).isTrue();
		assertThat(rest.get("events").get(0).get("id").asLong()).isEqualTo(3);
	}

	@Test
	void hidesValuesUnlessToldOtherwise() {
		waiting("hidden");
		Answer one = http.get("/workflows/hidden");
		assertThat(one.body()).doesNotContain("confidential");
		assertThat(one.json().at("/memo/customer").asString()).isEqualTo("******");
		Answer history = http.get("/workflows/hidden/history");
		assertThat(history.body()).doesNotContain("confidential");
		assertThat(history.json().at("/events/0/data").asString()).isEqualTo("******");
		assertThat(history.json().at("/events/0/attributes/memo/customer").asString()).isEqualTo("******");
		assertThat(history.json().at("/events/0/attributes/searchAttributes/Customer").asString()).isEqualTo("******");
		JsonNode listed = http.get("/workflows?query=WorkflowId='hidden'").json();
		assertThat(listed.at("/workflows/0/searchAttributes/Customer").asString()).isEqualTo("******");
		assertThat(history.json().at("/events/0/attributes/workflowType").asString()).isEqualTo("WaitingWorkflow");
	}

	@Test
	void hidesTheDetailsOfFailuresButNotTheirMessages() {
		WorkflowHandle<GreetingWorkflow, String> failed = client.workflow(GreetingWorkflow::run, "Nemo")
			.id("failed")
			.start();
		assertThatExceptionOfType(WorkflowFailedException.class).isThrownBy(() -> failed.result(SOON));
		Answer history = http.get("/workflows/failed/history");
		assertThat(history.body()).doesNotContain("s3cret");
		assertThat(history.json().at("/events/2/attributes/failure/details").asString()).isEqualTo("******");
		assertThat(history.json().at("/events/2/attributes/failure/message").asString())
			.isEqualTo("Nobody is called so");
	}

	@Test
	void findsOlderRuns() {
		WorkflowHandle<GreetingWorkflow, String> older = client.workflow(GreetingWorkflow::run, "x")
			.id("twice")
			.start();
		older.result(SOON);
		client.workflow(GreetingWorkflow::run, "y").id("twice").start().result(SOON);
		assertThat(http.get("/workflows/twice?runId=" + older.runId()).json().at("/execution/runId").asString())
			.isEqualTo(older.runId());
		assertThat(http.get("/workflows/twice").json().at("/execution/runId").asString()).isNotEqualTo(older.runId());
		assertThat(http.get("/workflows/other?runId=" + older.runId()).status()).isEqualTo(404);
	}

	@Test
	void findsIdsWithOddCharacters() {
		for (String id : List.of("shop/42", "a b", "50%", "ä;x?y#z", "a/history", "x/y/cancel")) {
			waiting(id);
			String path = id.replace("%", "%25")
				.replace(" ", "%20")
				.replace("ä", "%C3%A4")
				.replace(";", "%3B")
				.replace("?", "%3F")
				.replace("#", "%23");
			assertThat(http.get("/workflows/" + path).json().at("/execution/workflowId").asString()).isEqualTo(id);
			assertThat(http.get("/workflows/" + path + "/history").json().at("/events/0/type").asString())
				.isEqualTo("WorkflowStarted");
			assertThat(http.post("/workflows/" + path + "/terminate", "{}").status()).isEqualTo(204);
		}
	}

	@Test
	void signalsWithRawJson() {
		WorkflowHandle<WaitingWorkflow, String> handle = waiting("signalled");
		assertThat(http.post("/workflows/signalled/signal", "{\"name\":\"go\",\"arguments\":\"[\\\"ha\\\", 2]\"}")
			.status()).isEqualTo(204);
		assertThat(handle.result(SOON)).isEqualTo("haha");
		Answer late = http.post("/workflows/signalled/signal", "{\"name\":\"go\",\"arguments\":\"[\\\"ha\\\", 2]\"}");
		assertThat(late.status()).isEqualTo(409);
		assertThat(late.json().get("message").asString()).contains("has closed (COMPLETED)");
	}

	@Test
	void cancelsTerminatesAndResumes() {
		WorkflowHandle<WaitingWorkflow, String> canceled = waiting("canceled");
		WorkflowHandle<WaitingWorkflow, String> terminated = waiting("terminated");
		assertThat(http.post("/workflows/canceled/resume", "{}").status()).isEqualTo(204);
		assertThat(http.post("/workflows/canceled/cancel", "{\"reason\":\"wrong\"}").status()).isEqualTo(204);
		assertThat(http.post("/workflows/terminated/terminate", "{\"reason\":\"wrong\"}").status()).isEqualTo(204);
		await().untilAsserted(
				() -> assertThat(canceled.describe().execution().status()).isEqualTo(WorkflowStatus.CANCELED));
		assertThat(terminated.describe().execution().status()).isEqualTo(WorkflowStatus.TERMINATED);
	}

	@Test
	void resetsToAnEvent() {
		WorkflowHandle<WaitingWorkflow, String> handle = waiting("reset-me");
		await().untilAsserted(() -> assertThat(
				http.post("/workflows/reset-me/reset", "{\"eventId\":1,\"reason\":\"again\"}").status())
			.isEqualTo(204));
		await().untilAsserted(() -> assertThat(handle.describe().execution().runId()).isNotEqualTo(handle.runId()));
		assertThat(handle.describe().execution().status()).isEqualTo(WorkflowStatus.RUNNING);
		assertThat(http.post("/workflows/reset-me/reset", "{}").status()).isEqualTo(400);
		assertThat(http.post("/workflows/reset-me/reset", "{\"eventId\":1000}").status()).isEqualTo(400);
		handle.terminate("done");
	}

	@Test
	void saysThatThereIsNone() {
		assertThat(http.get("/workflows/nobody").status()).isEqualTo(404);
		assertThat(http.get("/workflows/nobody/history").status()).isEqualTo(404);
		assertThat(http.post("/workflows/nobody/cancel", "{}").status()).isEqualTo(404);
		waiting("somebody");
		assertThat(http.post("/workflows/somebody/dance", "{}").status()).isEqualTo(404);
		assertThat(http.post("/workflows/somebody", "{}").status()).isEqualTo(404);
	}

}
