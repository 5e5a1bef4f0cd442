package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.ActivityNotFoundException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.engine.testkit.Pause;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What counts of attempts that stand still, or lose their connection, where it matters
 * most. The workflow goes on after its activity, so that its end guards nothing.
 */
class FencedResultTests {

	private static final String INSERT = "into holdfast_inbox";

	private static final String ADVANCE = "version + 1, next_event_id";

	@EngineTest
	void ofAnOwnerThatStoodStillDoesNotCountOnceThatOfTheNextIsTakenUp(EngineRig rig) {
		EngineRig.Node first = start(rig, new Hold());
		Pause pause = first.pauseBefore(INSERT);
		first.client().workflow(Booking::run, "book").id("booking").start();
		pause.awaitReached();
		first.freeze();
		rig.clock().advance(Duration.ofSeconds(11));
		EngineRig.Node second = start(rig, new Hold());
		WorkflowHandle<Booking, ?> handle = second.client().handle(Booking.class, "booking");
		awaitEvent(handle, "ActivityCompleted");
		pause.goOn();
		awaitNoActivities(first);
		first.thaw();
		assertBookedOnce(rig, handle, "booked in attempt 2", 2);
	}

	@EngineTest
	void ofAWorkerThatStoodStillDoesNotCountOnceThatOfTheNextIsTakenUp(EngineRig rig) {
		EngineRig.Node owner = start(rig, new Hold());
		rig.worker("far", new WorkerSettings(1, 1));
		EngineRig.Node first = startFar(rig);
		Pause pause = first.pauseBefore(INSERT);
		WorkflowHandle<Booking, ?> handle = owner.client().workflow(Booking::run, "far").id("booking").start();
		pause.awaitReached();
		rig.clock().advance(Duration.ofSeconds(6));
		startFar(rig);
		EngineRig.await(() -> {
			rig.clock().advance(Duration.ofSeconds(1));
			return types(handle).contains("ActivityCompleted");
		});
		pause.goOn();
		EngineRig.await(() -> first.engine().remoteActivities().size() == 0);
		assertBookedOnce(rig, handle, "booked in attempt 2", 2);
	}

	@EngineTest(Extent.HALF)
	void fromOutsideOfAnAttemptThatEndedMeanwhileIsRefused(EngineRig rig) {
		EngineRig.Node node = start(rig, new Hold());
		EngineRig.Node other = start(rig, new Hold());
		WorkflowHandle<Booking, ?> handle = node.client().workflow(Booking::run, "later").id("booking").start();
		rig.awaitQuiet();
		Pause pause = other.pauseBefore(INSERT);
		Throwable[] refused = new Throwable[1];
		Thread late = new Thread(() -> refused[0] = catchThrowable(
				() -> other.engine().activityCompletionClient().activity("booking", 2).complete("late")));
		late.start();
		pause.awaitReached();
		rig.clock().advance(Duration.ofSeconds(6));
		EngineRig.await(() -> {
			rig.clock().advance(Duration.ofSeconds(1));
			return handle.describe().pendingActivities().stream().anyMatch((activity) -> activity.attempt() == 2);
		});
		rig.awaitQuiet();
		node.engine().activityCompletionClient().activity("booking", 2).complete("in time");
		awaitEvent(handle, "ActivityCompleted");
		pause.goOn();
		EngineRig.await(() -> !late.isAlive());
		assertThat(refused[0]).isInstanceOf(ActivityNotFoundException.class);
		handle.signal(Booking::goOn);
		assertThat((Object) handle.result(EngineRig.PATIENCE)).isEqualTo("in time");
	}

	@EngineTest(Extent.HALF)
	void thatWasCommittedCountsEvenIfTheLastAttemptWasNotTold(EngineRig rig) {
		WorkflowHandle<Booking, ?> handle = start(rig, new Hold()).client().workflow(Booking::run, "break").start();
		assertBookedOnce(rig, handle, "booked in attempt 1", 1);
	}

	@EngineTest(Extent.HALF)
	void thatWasCommittedCountsEvenIfTheLastLocalAttemptWasNotTold(EngineRig rig) {
		WorkflowHandle<Booking, ?> handle = start(rig, new Hold()).client()
			.workflow(Booking::run, "break locally")
			.start();
		assertBookedOnce(rig, handle, "booked in attempt 1", 1);
	}

	@EngineTest(Extent.HALF)
	void comesToNothingOnceItsTimeIsOver(EngineRig rig) {
		Hold hold = new Hold();
		EngineRig.Node node = start(rig, hold);
		WorkflowHandle<Booking, ?> handle = node.client().workflow(Booking::run, "hold").start();
		assertNothingAfterTheEnd(rig, node, hold, handle);
	}

	@EngineTest(Extent.HALF)
	void ofALocalAttemptComesToNothingOnceItsTimeIsOver(EngineRig rig) {
		Hold hold = new Hold();
		EngineRig.Node node = start(rig, hold);
		WorkflowHandle<Booking, ?> handle = node.client().workflow(Booking::run, "hold locally").start();
		assertNothingAfterTheEnd(rig, node, hold, handle);
	}

	private static void assertNothingAfterTheEnd(EngineRig rig, EngineRig.Node node, Hold hold,
			WorkflowHandle<Booking, ?> handle) {
		hold.awaitArrivals(1);
		Pause pause = node.pauseBefore(ADVANCE);
		rig.clock().advance(Duration.ofSeconds(20));
		pause.awaitReached();
		hold.open();
		awaitNoActivities(node);
		pause.goOn();
		handle.signal(Booking::goOn);
		assertThat((String) handle.result(EngineRig.PATIENCE)).startsWith("failed");
		assertThat(effects(rig)).isEmpty();
	}

	@EngineTest
	void ofALocalAttemptThatIsAboutToCommitIsWaitedForByTheNextOwner(EngineRig rig) {
		Hold hold = new Hold();
		EngineRig.Node first = start(rig, hold);
		first.client().workflow(Booking::run, "commit slowly").id("booking").start();
		hold.awaitArrivals(1);
		first.freeze();
		rig.clock().advance(Duration.ofSeconds(11));
		Hold refusing = new Hold();
		refusing.open();
		EngineRig.Node second = start(rig, refusing);
		refusing.awaitArrivals(1);
		awaitNoActivities(second);
		hold.open();
		awaitNoActivities(first);
		first.thaw();
		assertBookedOnce(rig, second.client().handle(Booking.class, "booking"), "booked in attempt 1", 1);
	}

	@EngineTest(Extent.HALF)
	void leavesNothingBehindWhereItsEpochIsOver(EngineRig rig) {
		Hold hold = new Hold();
		EngineRig.Node node = start(rig, hold);
		WorkflowHandle<Booking, ?> handle = node.client().workflow(Booking::run, "hold").id("booking").start();
		hold.awaitArrivals(1);
		StoredMessage late = new StoredMessage(UUID.fromString(handle.runId()), AttemptRequest.messageKey(2), 1,
				"ActivityCompleted", new byte[0]);
		assertThat(node.engine().store().starts().complete("booking", late, 0)).isFalse();
		hold.open();
		assertBookedOnce(rig, handle, "booked in attempt 1", 1);
	}

	private static void assertBookedOnce(EngineRig rig, WorkflowHandle<Booking, ?> handle, String result, int attempt) {
		handle.signal(Booking::goOn);
		assertThat((Object) handle.result(EngineRig.PATIENCE)).isEqualTo(result);
		assertThat(effects(rig)).containsExactly(attempt);
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_inbox", Integer.class)).isZero();
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

	private static EngineRig.Node startFar(EngineRig rig) {
		return rig.startNode(FarDesk.class);
	}

	private static List<Integer> effects(EngineRig rig) {
		return rig.jdbc().queryForList("select attempt from effect order by attempt", Integer.class);
	}

	private static List<String> types(WorkflowHandle<?, ?> handle) {
		return handle.history().events().stream().map(WorkflowHistory.Event::type).toList();
	}

	private static void awaitEvent(WorkflowHandle<?, ?> handle, String type) {
		EngineRig.await(() -> types(handle).contains(type));
	}

	private static void awaitNoActivities(EngineRig.Node node) {
		EngineRig.await(() -> node.engine()
			.workers()
			.all()
			.stream()
			.allMatch((worker) -> worker.activities().used() == 0 && worker.localActivities().used() == 0));
	}

	@Workflow
	public static class Booking {

		private boolean goesOn;

		@WorkflowMethod
		public String run(String how) {
			String result = tryToBook(how);
			Workflows.await(() -> this.goesOn);
			return result;
		}

		private static String tryToBook(String how) {
			try {
				return book(how);
			}
			catch (ActivityFailure ex) {
				return "failed: " + ex.getMessage();
			}
		}

		private static String book(String how) {
			Duration all = Duration.ofSeconds(20);
			return switch (how) {
				case "far" -> Workflows.activity("FarDesk.book", String.class)
					.taskQueue("far")
					.startToCloseTimeout(Duration.ofSeconds(5))
					.retryPolicy(RetryPolicy.maximumAttempts(5))
					.execute();
				case "later" -> Workflows.activity(Desk::later).execute();
				case "hold" -> Workflows.activity(Desk::once, how).scheduleToCloseTimeout(all).execute();
				case "hold locally" ->
					Workflows.localActivity(Desk::once, "hold").scheduleToCloseTimeout(all).execute();
				case "break locally" -> Workflows.localActivity(Desk::once, "break").execute();
				case "commit slowly" -> Workflows.localActivity(Desk::once, how).execute();
				case "break" -> Workflows.activity(Desk::once, how).execute();
				default -> Workflows.activity(Desk::book).execute();
			};
		}

		@SignalMethod
		public void goOn() {
			this.goesOn = true;
		}

	}

	@Activity(taskQueue = "far")
	public static class FarDesk {

		private final JdbcTemplate jdbc;

		public FarDesk(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "5s")
		public String book() {
			return Desk.write(this.jdbc);
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

		static String write(JdbcTemplate jdbc) {
			int attempt = Activities.info().attempt();
			jdbc.update("insert into effect (attempt) values (?)", attempt);
			return "booked in attempt " + attempt;
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "60s", retry = @Retry(initialInterval = "1s"))
		public String book() {
			return write(this.jdbc);
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "60s", retry = @Retry(maximumAttempts = 1))
		public String once(String how) {
			if (how.equals("commit slowly") && this.hold.isOpen()) {
				this.hold.arrive();
				throw ApplicationFailure.nonRetryable("Refused", "not here");
			}
			String result = write(this.jdbc);
			if (how.equals("hold")) {
				this.hold.pass();
			}
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void beforeCompletion() {
					if (how.equals("commit slowly")) {
						Desk.this.hold.pass();
					}
				}

				@Override
				public void afterCommit() {
					if (how.equals("break")) {
						throw new IllegalStateException("the connection broke");
					}
				}

			});
			return result;
		}

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(initialInterval = "1s"))
		public String later() {
			Activities.completeLater();
			return "";
		}

	}

}
