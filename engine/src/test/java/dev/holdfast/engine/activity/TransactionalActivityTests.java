package dev.holdfast.engine.activity;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.PendingActivity;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.workflow.ActivityCall;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TransactionalActivityTests {

	@EngineTest
	void effectAndResultCommitTogether(EngineRig rig) {
		EngineRig.Node node = start(rig, new Hold());
		WorkflowHandle<?, String> handle = node.client().workflow(Booking::run, "book").id("booking").start();
		assertThat(handle.result()).isEqualTo("booked in attempt 1");
		assertThat(effects(rig)).containsExactly(1);
		assertThat(handle.history().events()).extracting("type")
			.containsExactly("WorkflowStarted", "ActivityScheduled", "ActivityCompleted", "WorkflowCompleted");
	}

	@EngineTest
	void neitherEffectNorResultIsVisibleWhileTheActivityRuns(EngineRig rig) {
		Hold hold = new Hold();
		EngineRig.Node node = start(rig, hold);
		WorkflowHandle<?, String> handle = node.client().workflow(Booking::run, "hold").id("booking").start();
		hold.awaitArrivals(1);
		assertThat(effects(rig)).isEmpty();
		assertThat(handle.history().events()).extracting("type")
			.containsExactly("WorkflowStarted", "ActivityScheduled");
		hold.open();
		assertThat(handle.result()).isEqualTo("booked in attempt 1");
		assertThat(effects(rig)).containsExactly(1);
	}

	@EngineTest
	void theEffectIsRolledBackWhenTheActivityThrows(EngineRig rig) {
		assertRolledBack(rig, "throw", IllegalStateException.class);
	}

	@EngineTest
	void theEffectIsRolledBackWhenTheActivityThrowsACheckedException(EngineRig rig) {
		assertRolledBack(rig, "throw checked", IOException.class);
	}

	@EngineTest
	void theEffectIsRolledBackWhenTheResultCannotBeWritten(EngineRig rig) {
		EngineRig.Node node = start(rig, new Hold());
		ActivityFailure failure = failure(node.client().workflow(Booking::run, "unwritable").id("booking").start());
		assertThat(failure.retryState()).isEqualTo(RetryState.NON_RETRYABLE_FAILURE);
		assertThat(effects(rig)).isEmpty();
	}

	@EngineTest
	void aRetryHasItsEffectOnce(EngineRig rig) {
		EngineRig.Node node = start(rig, new Hold());
		WorkflowHandle<?, String> handle = node.client().workflow(Booking::run, "fail twice").id("booking").start();
		rig.advance(Duration.ofSeconds(1));
		rig.advance(Duration.ofSeconds(1));
		assertThat(handle.result()).isEqualTo("booked in attempt 3");
		assertThat(effects(rig)).containsExactly(3);
	}

	@EngineTest
	void anAttemptThatTimedOutAndGoesOnToFinishBeforeTheNextHasNoEffect(EngineRig rig) {
		Hold hold = new Hold();
		EngineRig.Node node = start(rig, hold);
		WorkflowHandle<?, String> handle = node.client().workflow(Booking::run, "hold first").id("booking").start();
		hold.awaitArrivals(1);
		rig.clock().advance(Duration.ofSeconds(5));
		awaitBackOff(handle);
		hold.open();
		rig.awaitQuiet();
		assertThat(effects(rig)).isEmpty();
		rig.advance(Duration.ofSeconds(1));
		assertThat(handle.result()).isEqualTo("booked in attempt 2");
		assertThat(effects(rig)).containsExactly(2);
	}

	@EngineTest
	void anAttemptThatTimedOutAndGoesOnToFinishAfterTheNextHasNoEffect(EngineRig rig) {
		Hold hold = new Hold();
		EngineRig.Node node = start(rig, hold);
		WorkflowHandle<?, String> handle = node.client().workflow(Booking::run, "hold first").id("booking").start();
		hold.awaitArrivals(1);
		rig.clock().advance(Duration.ofSeconds(5));
		awaitBackOff(handle);
		rig.clock().advance(Duration.ofSeconds(1));
		assertThat(handle.result()).isEqualTo("booked in attempt 2");
		hold.open();
		rig.awaitQuiet();
		assertThat(effects(rig)).containsExactly(2);
	}

	@EngineTest
	void twoAttemptsThatFinishAtTheSameTimeHaveOneEffect(EngineRig rig) {
		Hold hold = new Hold();
		EngineRig.Node node = start(rig, hold);
		WorkflowHandle<?, String> handle = node.client().workflow(Booking::run, "hold").id("booking").start();
		hold.awaitArrivals(1);
		rig.clock().advance(Duration.ofSeconds(5));
		awaitBackOff(handle);
		rig.clock().advance(Duration.ofSeconds(1));
		hold.awaitArrivals(2);
		hold.open();
		assertThat(handle.result()).isEqualTo("booked in attempt 2");
		rig.awaitQuiet();
		assertThat(effects(rig)).containsExactly(2);
	}

	@EngineTest
	void aNodeThatLostItsRunWhileTheActivityRanHasNoEffect(EngineRig rig) {
		Hold hold = new Hold();
		EngineRig.Node first = start(rig, hold);
		first.client().workflow(Booking::run, "hold first").id("booking").start();
		hold.awaitArrivals(1);
		first.freeze();
		rig.clock().advance(Duration.ofSeconds(11));
		EngineRig.Node second = start(rig, hold);
		assertThat(second.client().handle(Booking.class, "booking").result()).isEqualTo("booked in attempt 2");
		first.thaw();
		hold.open();
		rig.awaitQuiet();
		assertThat(effects(rig)).containsExactly(2);
	}

	@EngineTest
	void aNodeThatLostItsRunAndFinishesBeforeTheNextOwnerHasNoEffect(EngineRig rig) {
		Hold firstHold = new Hold();
		Hold secondHold = new Hold();
		EngineRig.Node first = start(rig, firstHold);
		first.client().workflow(Booking::run, "hold").id("booking").start();
		firstHold.awaitArrivals(1);
		first.freeze();
		rig.clock().advance(Duration.ofSeconds(11));
		EngineRig.Node second = start(rig, secondHold);
		secondHold.awaitArrivals(1);
		first.thaw();
		firstHold.open();
		EngineRig
			.await(() -> first.engine().workers().all().stream().allMatch((worker) -> worker.activities().used() == 0));
		assertThat(effects(rig)).isEmpty();
		secondHold.open();
		assertThat(second.client().handle(Booking.class, "booking").result()).isEqualTo("booked in attempt 2");
		assertThat(effects(rig)).containsExactly(2);
	}

	@EngineTest
	void anActivityOfAnExecutionThatWasTerminatedHasNoEffect(EngineRig rig) {
		Hold hold = new Hold();
		EngineRig.Node node = start(rig, hold);
		WorkflowHandle<?, String> handle = node.client().workflow(Booking::run, "hold").id("booking").start();
		hold.awaitArrivals(1);
		handle.terminate("not wanted any more");
		hold.open();
		rig.awaitQuiet();
		assertThat(effects(rig)).isEmpty();
	}

	private static void assertRolledBack(EngineRig rig, String how, Class<?> type) {
		EngineRig.Node node = start(rig, new Hold());
		ActivityFailure failure = failure(node.client().workflow(Booking::run, how).id("booking").start());
		assertThat(failure.attempts()).isEqualTo(1);
		assertThat(failure.getCause()).isInstanceOfSatisfying(ApplicationFailure.class,
				(cause) -> assertThat(cause.type()).isEqualTo(type.getName()));
		assertThat(effects(rig)).isEmpty();
	}

	private static EngineRig.Node start(EngineRig rig, Hold hold) {
		rig.jdbc().execute("create table if not exists effect (attempt integer)");
		EngineRig.Node node = rig.createNode((context) -> {
			context.register(Booking.class, Desk.class);
			context.registerBean(Hold.class, () -> hold);
		});
		node.engine().start();
		return node;
	}

	private static List<Integer> effects(EngineRig rig) {
		return rig.jdbc().queryForList("select attempt from effect order by attempt", Integer.class);
	}

	private static void awaitBackOff(WorkflowHandle<?, ?> handle) {
		EngineRig.await(() -> handle.describe()
			.pendingActivities()
			.stream()
			.anyMatch((activity) -> activity.state() == PendingActivity.State.BACKING_OFF));
	}

	private static ActivityFailure failure(WorkflowHandle<?, ?> handle) {
		WorkflowFailedException failure = catchThrowableOfType(WorkflowFailedException.class, handle::result);
		assertThat(failure.getCause()).isInstanceOf(ActivityFailure.class);
		return (ActivityFailure) failure.getCause();
	}

	@Workflow
	public static class Booking {

		@WorkflowMethod
		public String run(String how) {
			ActivityCall<Object> call = how.startsWith("throw") ? Workflows.activity(Desk::once, how)
					: Workflows.activity(Desk::book, how);
			return String.valueOf(call.execute());
		}

	}

	@Activity
	public static class Desk {

		private final JdbcTemplate jdbc;

		private final Hold hold;

		public Desk(JdbcTemplate jdbc, Hold hold) {
			this.jdbc = jdbc;
			this.hold = hold;
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(initialInterval = "1s", backoffCoefficient = 1))
		public Object book(String how) {
			int attempt = Activities.info().attempt();
			this.jdbc.update("insert into effect (attempt) values (?)", attempt);
			if (how.equals("hold") || (how.equals("hold first") && attempt == 1)) {
				this.hold.pass();
			}
			if (how.equals("fail twice") && attempt <= 2) {
				throw new IllegalStateException("attempt " + attempt + " failed");
			}
			return how.equals("unwritable") ? new Object() : "booked in attempt " + attempt;
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = 1))
		public Object once(String how) throws IOException {
			this.jdbc.update("insert into effect (attempt) values (1)");
			if (how.equals("throw checked")) {
				throw new IOException("no connection");
			}
			throw new IllegalStateException("not today");
		}

	}

}
