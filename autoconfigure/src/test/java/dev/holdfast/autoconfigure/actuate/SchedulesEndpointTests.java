package dev.holdfast.autoconfigure.actuate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import dev.holdfast.autoconfigure.Shop;
import dev.holdfast.autoconfigure.shop.WaitingWorkflow;
import dev.holdfast.schedule.ScheduleClient;
import dev.holdfast.schedule.ScheduleHandle;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What operators see of schedules, and do to them. */
@ExtendWith(OutputCaptureExtension.class)
class SchedulesEndpointTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=schedules,health";

	private static final String UNRESTRICTED = "management.endpoint.schedules.access=unrestricted";

	private static final String YEARLY = "0 0 1 1 *";

	private static ScheduleHandle create(ConfigurableApplicationContext context, String id) {
		return context.getBean(ScheduleClient.class)
			.schedule(id, WaitingWorkflow::run, "confidential")
			.cron(YEARLY)
			.create();
	}

	@Test
	void showsSchedulesAndDoesToThemWhatIsAsked() {
		try (ConfigurableApplicationContext context = Shop.runWeb(EXPOSED, UNRESTRICTED)) {
			ScheduleHandle handle = create(context, "reports/yearly");
			Http http = new Http(context);
			JsonNode list = http.get("/schedules").json();
			assertThat(list.at("/schedules/0/id").asString()).isEqualTo("reports/yearly");
			assertThat(list.at("/schedules/0/workflowType").asString()).isEqualTo("WaitingWorkflow");
			JsonNode one = http.get("/schedules/reports/yearly").json();
			assertThat(one.at("/spec/crons/0").asString()).isEqualTo(YEARLY);
			assertThat(one.at("/nextActionTimes").size()).isEqualTo(10);
			assertThat(http.get("/schedules/reports/yearly").body()).doesNotContain("confidential");
			assertThat(http.post("/schedules/reports/yearly/pause", "{\"note\": \"quiet\"}").status()).isEqualTo(204);
			assertThat(handle.describe().note()).isEqualTo("quiet");
			assertThat(http.post("/schedules/reports/yearly/trigger", "{\"overlap\": \"allow-all\"}").status())
				.isEqualTo(204);
			await().until(() -> handle.describe().counts().taken() == 1);
			assertThat(http.post("/schedules/reports/yearly/unpause", "{}").status()).isEqualTo(204);
			assertThat(handle.describe().paused()).isFalse();
			Instant now = Instant.now().minus(1, ChronoUnit.MINUTES);
			String body = "{\"from\": \"%s\", \"to\": \"%s\", \"overlap\": \"ALLOW_ALL\"}"
				.formatted(now.minus(1000, ChronoUnit.DAYS), now);
			assertThat(http.post("/schedules/reports/yearly/backfill", body).status()).isEqualTo(204);
			await().until(() -> handle.describe().counts().taken() >= 3);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("holdfast.schedule.actions")
				.tags("type", "WaitingWorkflow", "outcome", "taken")
				.counter()
				.count()).isGreaterThanOrEqualTo(3);
			assertThat(meters.get("holdfast.schedule.lag").tag("type", "WaitingWorkflow").timer().count())
				.isGreaterThanOrEqualTo(3);
			assertThat(http.delete("/schedules/reports/yearly").status()).isEqualTo(204);
			assertThat(http.get("/schedules/reports/yearly").status()).isEqualTo(404);
		}
	}

	@Test
	void hidesValuesUnlessTheyMayBeShown() {
		try (ConfigurableApplicationContext context = Shop.runWeb(EXPOSED)) {
			createWithValues(context);
			Http http = new Http(context);
			for (String path : List.of("/schedules", "/schedules/s")) {
				assertThat(http.get(path).body()).contains("owner", "Team", "******").doesNotContain("confidential");
			}
		}
	}

	@Test
	void showsValuesToThoseWhoMaySeeThem() {
		try (ConfigurableApplicationContext context = Shop.runWeb(EXPOSED,
				"management.endpoint.schedules.show-values=always")) {
			createWithValues(context);
			Http http = new Http(context);
			JsonNode one = http.get("/schedules/s").json();
			assertThat(one.at("/memo/owner/0").asString()).isEqualTo("confidential");
			assertThat(one.at("/searchAttributes/Team").asString()).isEqualTo("confidential too");
			assertThat(http.get("/schedules").json().at("/schedules/0/memo/owner/0").asString())
				.isEqualTo("confidential");
		}
	}

	private static void createWithValues(ConfigurableApplicationContext context) {
		context.getBean(ScheduleClient.class)
			.schedule("s", WaitingWorkflow::run, "x")
			.cron(YEARLY)
			.memo("owner", List.of("confidential"))
			.searchAttribute("Team", "confidential too")
			.create();
	}

	@Test
	void refusesWhatCannotBeMeant() {
		try (ConfigurableApplicationContext context = Shop.runWeb(EXPOSED, UNRESTRICTED)) {
			create(context, "s");
			Http http = new Http(context);
			assertThat(http.post("/schedules/none/pause", "{}").status()).isEqualTo(404);
			assertThat(http.post("/schedules/s/dance", "{}").status()).isEqualTo(404);
			assertThat(http.delete("/schedules/none").status()).isEqualTo(404);
			assertThat(http.post("/schedules/s/trigger", "{\"overlap\": \"sometimes\"}").status()).isEqualTo(400);
			assertThat(http.post("/schedules/s/backfill", "{}").status()).isEqualTo(400);
			assertThat(http
				.post("/schedules/s/backfill", "{\"from\": \"2020-01-01T00:00:00Z\", \"to\": \"2999-01-01T00:00:00Z\"}")
				.status()).isEqualTo(400);
		}
	}

	@Test
	void everySecondIsAllowedWithAWarning(CapturedOutput output) {
		try (ConfigurableApplicationContext context = Shop.run()) {
			context.getBean(ScheduleClient.class)
				.schedule("often", WaitingWorkflow::run, "x")
				.cron("* * * * * *")
				.paused()
				.create();
			assertThat(output).contains("Schedule 'often' acts every second");
		}
	}

	@Test
	void onlyReadsUnlessMoreIsAllowed() {
		try (ConfigurableApplicationContext context = Shop.runWeb(EXPOSED)) {
			create(context, "s");
			Http http = new Http(context);
			assertThat(http.get("/schedules/s").status()).isEqualTo(200);
			assertThat(http.post("/schedules/s/pause", "{}").status()).isIn(404, 405);
			assertThat(http.delete("/schedules/s").status()).isIn(404, 405);
			assertThat(context.getBean(ScheduleClient.class).handle("s").describe().paused()).isFalse();
		}
	}

	@Test
	void aScheduleThatCannotBeReadIsADetailOfHealth() {
		try (ConfigurableApplicationContext context = Shop.runWeb(EXPOSED, UNRESTRICTED,
				"management.endpoint.health.show-details=always")) {
			create(context, "s");
			byte[] garbage = { 'x' };
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.update("update holdfast_schedule set state = ?, next_at = 0", garbage);
			Http http = new Http(context);
			await().untilAsserted(() -> assertThat(
					http.get("/health").json().at("/components/holdfast/details/schedulesThatCannotAct/0").asString())
				.isEqualTo("s"));
			assertThat(http.get("/schedules/s").json().at("/problem").asString()).contains("cannot be read");
			assertThat(http.post("/schedules/s/pause", "{}").status()).isEqualTo(409);
			assertThat(http.delete("/schedules/s").status()).isEqualTo(204);
			assertThat(context.getBean(ScheduleClient.class).list()).isEmpty();
		}
	}

}
