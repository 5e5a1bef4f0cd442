package dev.holdfast.engine.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityInfo;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

class ActivityInfoTests {

	@EngineTest
	void tellsAnAttemptWhatItIs(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Asking.class, Curious.class);
		WorkflowHandle<Asking, String> handle = node.client().workflow(Asking::run, false).id("curious").start();
		Instant scheduled = Instant.EPOCH.plusNanos(rig.clock().micros() * 1000);
		rig.advance(Duration.ofSeconds(1));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("[half, way]");
		List<ActivityInfo> infos = node.bean(Curious.class).infos;
		ActivityInfo first = infos.get(0);
		assertThat(first.workflowId()).isEqualTo("curious");
		assertThat(first.runId()).isEqualTo(handle.runId());
		assertThat(first.workflowType()).isEqualTo("Asking");
		assertThat(first.activityType()).isEqualTo("Curious.ask");
		assertThat(first.activityId()).isEqualTo(2);
		assertThat(first.taskQueue()).isEqualTo("default");
		assertThat(first.local()).isFalse();
		assertThat(first.attempt()).isEqualTo(1);
		assertThat(first.scheduledAt()).isEqualTo(scheduled);
		assertThat(first.attemptScheduledAt()).isEqualTo(scheduled);
		assertThat(first.startToCloseDeadline()).isEqualTo(scheduled.plusSeconds(10));
		assertThat(first.scheduleToCloseDeadline()).isEqualTo(scheduled.plusSeconds(60));
		assertThat(first.heartbeatTimeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(first.lastFailure()).isNull();
		ActivityInfo second = infos.get(1);
		assertThat(second.attempt()).isEqualTo(2);
		assertThat(second.scheduledAt()).isEqualTo(scheduled);
		assertThat(second.attemptScheduledAt()).isEqualTo(scheduled.plusSeconds(1));
		assertThat(second.startToCloseDeadline()).isEqualTo(scheduled.plusSeconds(11));
		assertThat(second.lastFailure()).isInstanceOfSatisfying(ApplicationFailure.class,
				(failure) -> assertThat(failure.reason()).isEqualTo("not yet"));
		assertThat(second.taskToken()).isNotEqualTo(first.taskToken()).matches("[A-Za-z0-9_-]+");
		assertThat(second.idempotencyKey()).isEqualTo(first.idempotencyKey());
	}

	@EngineTest
	void tellsALocalAttemptWhatItIs(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Asking.class, Curious.class);
		WorkflowHandle<Asking, String> handle = node.client().workflow(Asking::run, true).id("curious").start();
		rig.advance(Duration.ofSeconds(1));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("[half, way]");
		ActivityInfo second = node.bean(Curious.class).infos.get(1);
		assertThat(second.local()).isTrue();
		assertThat(second.activityId()).isEqualTo(1);
		assertThat(second.attempt()).isEqualTo(2);
		assertThat(second.taskToken()).isEmpty();
		assertThat(second.heartbeatTimeout()).isNull();
		assertThat(second.lastFailure()).isNotNull();
		assertThat(second.idempotencyKey()).isEqualTo(handle.runId() + ":local:1");
	}

	@Workflow
	public static class Asking {

		@WorkflowMethod
		public String run(boolean local) {
			return local ? Workflows.localActivity(Curious::ask).execute() : Workflows.activity(Curious::ask).execute();
		}

	}

	@Activity
	public static class Curious {

		final List<ActivityInfo> infos = new CopyOnWriteArrayList<>();

		@ActivityMethod(startToCloseTimeout = "10s", scheduleToCloseTimeout = "60s", heartbeatTimeout = "5s",
				retry = @Retry(initialInterval = "1s"))
		public String ask() {
			this.infos.add(Activities.info());
			if (Activities.info().attempt() == 1) {
				Activities.heartbeat(List.of("half", "way"));
				throw new IllegalStateException("not yet");
			}
			List<String> details = Activities.heartbeatDetails(new ParameterizedTypeReference<List<String>>() {
			}).orElse(List.of());
			return details.toString();
		}

	}

}
