package dev.holdfast.test;

import java.time.Duration;
import java.time.Instant;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.schedule.ScheduleClient;
import dev.holdfast.schedule.ScheduledWorkflow;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Schedules that a class declares act at their times, in each test anew. */
class SchedulesInTimeTests {

	@RegisterExtension
	static final WorkflowTestExtension workflows = WorkflowTestExtension.of(Nightly.class)
		.startTime(Instant.parse("2026-03-01T08:00:00Z"));

	@RepeatedTest(2)
	void everyNightIsSeen(WorkflowClient client, TestWorkflowEnvironment environment, ScheduleClient schedules) {
		environment.sleep(Duration.ofDays(3));
		assertThat(client.list("order by StartTime asc").stream().map(WorkflowExecution::startedAt)).containsExactly(
				Instant.parse("2026-03-02T03:00:00Z"), Instant.parse("2026-03-03T03:00:00Z"),
				Instant.parse("2026-03-04T03:00:00Z"));
		assertThat(schedules.list()).hasSize(1);
	}

	@Workflow
	@ScheduledWorkflow(cron = "0 0 3 * * *", zone = "UTC")
	static class Nightly {

		@WorkflowMethod
		public void run() {
			// it is enough that it was there
		}

	}

}
