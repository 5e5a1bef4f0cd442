package dev.holdfast.test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowResultTimeoutException;
import dev.holdfast.test.Clockwork.Calling;
import dev.holdfast.test.Clockwork.Parent;
import dev.holdfast.test.Clockwork.Patient;
import dev.holdfast.test.Clockwork.Ticking;
import dev.holdfast.test.Clockwork.Waiting;
import dev.holdfast.test.Clockwork.Works;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** When the clock moves, when it does not, and how far. */
class SkippedTimeTests {

	static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

	@RegisterExtension
	static final WorkflowTestExtension workflows = WorkflowTestExtension
		.of(Ticking.class, Waiting.class, Patient.class, Calling.class, Parent.class)
		.activities(Works.class)
		.startTime(START);

	private final WorkflowClient client = workflows.client();

	private final TestWorkflowEnvironment environment = workflows.environment();

	private WorkflowHandle<Calling, String> call(String what) {
		return this.client.workflow(Calling::run, what).id(what).start();
	}

	private Duration passed() {
		return Duration.between(START, this.environment.now());
	}

	// tag::month[]
	@Test
	void monthOfTimersTakesNoTime() {
		List<Instant> ticks = this.client.workflow(Ticking::run, 30, Duration.ofDays(1)).execute();
		assertThat(ticks).hasSize(30).first().isEqualTo(START.plus(Duration.ofDays(1)));
		assertThat(ticks).last().isEqualTo(START.plus(Duration.ofDays(30)));
		assertThat(this.environment.now()).isEqualTo(START.plus(Duration.ofDays(30)));
	}
	// end::month[]

	@Test
	void everyMinuteOfADayIsNoHardship() {
		assertThat(this.client.workflow(Ticking::run, 24 * 60, Duration.ofMinutes(1)).execute()).last()
			.isEqualTo(START.plus(Duration.ofDays(1)));
	}

	@Test
	void timeStandsStillWhileTheTestDoesSomething() {
		WorkflowHandle<Waiting, String> handle = this.client.workflow(Waiting::run, Duration.ofDays(7)).start();
		this.environment.settle();
		assertThat(passed()).isZero();
		handle.signal(Waiting::tell, "hello");
		assertThat(handle.result()).isEqualTo("hello");
		assertThat(passed()).isZero();
	}

	@Test
	void workflowsThatWaitForDifferentTimesHappenInTheirOrder() {
		List<String> ended = new ArrayList<>();
		for (int days : new int[] { 3, 1, 2 }) {
			this.client.workflow(Waiting::run, Duration.ofDays(days)).id("wait-" + days).start();
		}
		for (int day = 1; day <= 3; day++) {
			this.environment.sleep(Duration.ofDays(1));
			this.client.list("Status = 'Completed' order by CloseTime asc")
				.stream()
				.map((execution) -> execution.workflowId())
				.filter((id) -> !ended.contains(id))
				.forEach(ended::add);
			assertThat(ended).hasSize(day);
		}
		assertThat(ended).containsExactly("wait-1", "wait-2", "wait-3");
	}

	@Test
	void sleepEndsAtItsTimeAndNotAtThatOfATimer() {
		WorkflowHandle<Waiting, String> handle = this.client.workflow(Waiting::run, Duration.ofHours(5)).start();
		this.environment.sleep(Duration.ofHours(4));
		assertThat(passed()).isEqualTo(Duration.ofHours(4));
		assertThat(handle.describe().execution().status().isOpen()).isTrue();
		this.environment.sleepUntil(START.plus(Duration.ofHours(6)));
		assertThat(handle.describe().execution().closedAt()).isEqualTo(START.plus(Duration.ofHours(5)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.environment.sleepUntil(START));
	}

	@Test
	void lockedTimeDoesNotGoByWhileTheTestWaits() {
		WorkflowHandle<Waiting, String> handle = this.client.workflow(Waiting::run, Duration.ofHours(1)).start();
		try (TestWorkflowEnvironment.TimeLock outer = this.environment.lockTimeSkipping()) {
			try (TestWorkflowEnvironment.TimeLock inner = this.environment.lockTimeSkipping()) {
				assertThat(inner).isNotSameAs(outer);
			}
			assertThatExceptionOfType(WorkflowResultTimeoutException.class)
				.isThrownBy(() -> handle.result(Duration.ofMillis(100)));
			assertThat(passed()).isZero();
			this.environment.sleep(Duration.ofMinutes(1));
			assertThat(passed()).isEqualTo(Duration.ofMinutes(1));
		}
		assertThat(handle.result()).isEqualTo("nothing");
	}

	@Test
	void waitForAnUpdateLetsTimeGoBy() {
		WorkflowHandle<Waiting, String> handle = this.client.workflow(Waiting::run, Duration.ofDays(30)).start();
		Instant told = handle.update(Waiting::tellLater, "late", Duration.ofDays(2));
		assertThat(told).isEqualTo(START.plus(Duration.ofDays(2)));
		assertThat(passed()).isEqualTo(Duration.ofDays(2));
		assertThat(handle.result()).isEqualTo("late");
	}

	@Test
	void waitForAFutureLetsTimeGoBy() throws Exception {
		WorkflowHandle<Waiting, String> handle = this.client.workflow(Waiting::run, Duration.ofDays(1)).start();
		CompletableFuture<Integer> length = handle.resultAsync().thenApply(String::length);
		assertThat(length.get()).isEqualTo(7);
		WorkflowHandle<Waiting, String> other = this.client.workflow(Waiting::run, Duration.ofDays(1)).start();
		CompletableFuture<String> any = new CompletableFuture<>();
		other.resultAsync().thenAccept(any::complete);
		assertThat(this.environment.await(any)).isEqualTo("nothing");
		assertThat(passed()).isEqualTo(Duration.ofDays(2));
	}

	@Test
	void conditionOfTheTestIsAwaited() {
		WorkflowHandle<Waiting, String> handle = this.client.workflow(Waiting::run, Duration.ofDays(3)).start();
		this.environment.awaitUntil(() -> !handle.describe().execution().status().isOpen());
		assertThat(passed()).isEqualTo(Duration.ofDays(3));
	}

	// tag::callback[]
	@Test
	void messageComesWhileTheTestWaits() {
		WorkflowHandle<Waiting, String> handle = this.client.workflow(Waiting::run, Duration.ofDays(7)).start();
		this.environment.registerDelayedCallback(Duration.ofDays(2), () -> handle.signal(Waiting::tell, "hello"));
		assertThat(handle.result()).isEqualTo("hello");
		assertThat(this.environment.now()).isEqualTo(START.plus(Duration.ofDays(2)));
	}
	// end::callback[]

	@Test
	void childrenSleepAtTheSameTime() {
		assertThat(this.client.workflow(Parent::run).execute()).isEqualTo(Duration.ofDays(4));
	}

	@Test
	void retriesComeWhenTheyAreDue() {
		assertThat(call("fails").result()).isEqualTo("ApplicationFailure");
		assertThat(passed()).isEqualTo(Duration.ofHours(2));
	}

	@RepeatedTest(5)
	void activityThatWaitsForAWorkflowDoesNotHoldUpTime() {
		assertThat(call("waits").result()).isEqualTo("nothing");
		assertThat(passed()).isEqualTo(Duration.ofDays(3));
	}

	@Test
	void activityThatIsCompletedFromOutsideHasItsTime(ActivityCompletionClient activities) {
		WorkflowHandle<Calling, String> handle = call("outside");
		this.environment.sleep(Duration.ofDays(39));
		activities.activity("outside", handle.describe().pendingActivities().get(0).activityId()).complete("done");
		assertThat(handle.result()).isEqualTo("done");
		assertThat(passed()).isEqualTo(Duration.ofDays(39));
	}

	@Test
	void activityThatNobodyCompletesTimesOut() {
		assertThat(call("outside").result()).isEqualTo("TimeoutFailure");
		assertThat(passed()).isGreaterThanOrEqualTo(Duration.ofDays(40));
	}

	@Test
	void futureOfAnActivityIsWaitedForBeforeTimeGoesBy() {
		assertThat(call("later").result()).isEqualTo("late");
		assertThat(passed()).isZero();
	}

	@Test
	void futureOfAnActivityThatIsNeverCompletedTimesOut() {
		assertThat(call("never").result()).isEqualTo("TimeoutFailure");
		assertThat(passed()).isEqualTo(Duration.ofMillis(300));
	}

	@Test
	void sleepLetsAnActivityTimeOutThatBlocks() {
		WorkflowHandle<Calling, String> handle = call("blocks");
		this.environment.sleep(Duration.ofSeconds(5));
		assertThat(handle.result()).isEqualTo("TimeoutFailure");
		assertThat(passed()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void whoWaitsInVainIsTold() {
		WorkflowHandle<Patient, ?> handle = this.client.workflow(Patient::run).id("patient").start();
		assertThatIllegalStateException().isThrownBy(handle::result)
			.withMessageContaining("nothing is going to happen any more")
			.withMessageContaining("Patient 'patient' (RUNNING)");
		handle.signal(Patient::come);
		handle.result();
	}

}
