package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.activity.Activities;
import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.ActivityNotFoundException;
import dev.holdfast.client.PendingActivity;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.engine.activity.FarWork.Caller;
import dev.holdfast.engine.activity.FarWork.Far;
import dev.holdfast.engine.activity.FarWork.Many;
import dev.holdfast.engine.activity.FarWork.Work;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.failure.TimeoutType;

import org.springframework.jdbc.core.JdbcTemplate;

import static dev.holdfast.engine.activity.FarWork.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Activities on a task queue that the owner of the run does not host. */
class RemoteActivityTests {

	@EngineTest
	void areMadeByANodeThatHostsTheirQueue(EngineRig rig) {
		Far far = new Far();
		EngineRig.Node owner = owner(rig);
		WorkflowHandle<Caller, String> handle = owner.client()
			.workflow(Caller::run, call("work", "hello"))
			.id("w")
			.start();
		rig.awaitQuiet();
		assertThat(handle.describe().pendingActivities()).singleElement()
			.satisfies((pending) -> assertThat(pending.attempt()).isZero());
		worker(rig, far);
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("hello in attempt 1");
		assertThat(types(handle)).containsExactly("WorkflowStarted", "ActivityScheduled", "ActivityCompleted",
				"WorkflowCompleted");
		assertNoRows(rig);
	}

	@EngineTest
	void areEachMadeByOneOfManyNodes(EngineRig rig) {
		Far far = new Far();
		rig.worker("default", new WorkerSettings(8, 50));
		EngineRig.Node owner = owner(rig);
		rig.worker("far", new WorkerSettings(4, 3));
		List<EngineRig.Node> workers = List.of(worker(rig, far), worker(rig, far), worker(rig, far));
		List<WorkflowHandle<Many, Integer>> handles = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			handles.add(owner.client().workflow(Many::run, 10).start());
		}
		handles.forEach((handle) -> assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo(10));
		assertThat(far.made).hasSize(40).allMatch((attempt) -> attempt == 1);
		assertThat(workers).hasSize(3);
		assertNoRows(rig);
	}

	@EngineTest
	void areTriedAgainByWhoeverIsFree(EngineRig rig) {
		Far far = new Far();
		EngineRig.Node owner = owner(rig);
		worker(rig, far);
		WorkflowHandle<Caller, String> handle = owner.client()
			.workflow(Caller::run, call("work", "fail twice"))
			.start();
		EngineRig.await(() -> backsOffAfter(handle, 1));
		assertThat(handle.describe().pendingActivities().get(0).lastFailure()).contains("attempt 1 failed");
		rig.clock().advance(Duration.ofSeconds(1));
		EngineRig.await(() -> backsOffAfter(handle, 2));
		rig.clock().advance(Duration.ofSeconds(2));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("fail twice in attempt 3");
		assertThat(far.made).containsExactly(1, 2, 3);
	}

	@EngineTest
	void failForGoodWithTheFailureOfTheLastAttempt(EngineRig rig) {
		EngineRig.Node owner = owner(rig);
		worker(rig, new Far());
		ActivityFailure failure = failure(owner.client().workflow(Caller::run, call("work", "fail").once()).start());
		assertThat(failure.retryState()).isEqualTo(RetryState.MAXIMUM_ATTEMPTS_REACHED);
		assertThat(failure.attempts()).isEqualTo(1);
		assertThat(failure.getCause()).isInstanceOf(ApplicationFailure.class);
		assertNoRows(rig);
	}

	@EngineTest
	void timeOutWhenNoWorkerTakesThem(EngineRig rig) {
		EngineRig.Node owner = owner(rig);
		WorkflowHandle<?, ?> handle = owner.client().workflow(Caller::run, call("work", "late").patient()).start();
		rig.advance(Duration.ofSeconds(3));
		rig.awaitQuiet();
		assertThat(handle.describe().pendingActivities()).hasSize(1);
		rig.clock().advance(Duration.ofSeconds(1));
		ActivityFailure failure = failure(handle);
		assertThat(((TimeoutFailure) failure.getCause()).type()).isEqualTo(TimeoutType.SCHEDULE_TO_START);
		assertThat(failure.attempts()).isZero();
		assertNoRows(rig);
	}

	@EngineTest
	void timeOutAndAreTriedAgainWhileTheLateResultIsRefused(EngineRig rig) {
		Far far = new Far();
		EngineRig.Node owner = owner(rig);
		EngineRig.Node worker = worker(rig, far);
		WorkflowHandle<Caller, String> handle = owner.client()
			.workflow(Caller::run, call("work", "hold first"))
			.start();
		far.hold.awaitArrivals(1);
		rig.clock().advance(Duration.ofSeconds(4));
		EngineRig.await(() -> backsOffAfter(handle, 1));
		far.hold.open();
		EngineRig.await(() -> worker.engine().remoteActivities().size() == 0);
		assertThat(handle.describe().execution().status().isOpen()).isTrue();
		rig.clock().advance(Duration.ofSeconds(1));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("hold first in attempt 2");
	}

	@EngineTest
	void ofANodeThatIsGoneAreMadeByAnother(EngineRig rig) {
		Far far = new Far();
		EngineRig.Node owner = owner(rig);
		EngineRig.Node first = worker(rig, far);
		WorkflowHandle<Caller, String> handle = owner.client()
			.workflow(Caller::run, call("work", "hold first").slow())
			.start();
		far.hold.awaitArrivals(1);
		first.freeze();
		worker(rig, far);
		rig.clock().advance(Duration.ofSeconds(9));
		assertThat(far.made).containsExactly(1);
		rig.clock().advance(Duration.ofSeconds(2));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("hold first in attempt 2");
		first.thaw();
		far.hold.open();
		EngineRig.await(() -> first.engine().remoteActivities().size() == 0);
		assertThat(types(handle)).containsExactly("WorkflowStarted", "ActivityScheduled", "ActivityCompleted",
				"WorkflowCompleted");
		assertNoRows(rig);
	}

	@EngineTest
	void ofANodeThatStopsAreMadeByAnotherAtOnce(EngineRig rig) {
		Far far = new Far();
		EngineRig.Node owner = owner(rig);
		EngineRig.Node first = worker(rig, far);
		WorkflowHandle<Caller, String> handle = owner.client()
			.workflow(Caller::run, call("work", "hold first").slow())
			.start();
		far.hold.awaitArrivals(1);
		worker(rig, far);
		first.engine().stop(Duration.ofMillis(50));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("hold first in attempt 2");
		far.hold.open();
	}

	@EngineTest
	void goOnWhenTheOwnerOfTheRunIsGone(EngineRig rig) {
		Far far = new Far();
		EngineRig.Node first = owner(rig);
		worker(rig, far);
		first.client().workflow(Caller::run, call("work", "hold first").slow()).id("w").start();
		far.hold.awaitArrivals(1);
		first.freeze();
		EngineRig.Node second = owner(rig);
		// of this node alone: had the time gone on, the worker's would have run out, too
		rig.jdbc().update("update holdfast_node set lease_until = 0 where boot_id = ?", first.engine().bootId());
		EngineRig.await(() -> rig.jdbc()
			.queryForObject("select count(*) from holdfast_node where boot_id = ?", Integer.class,
					first.engine().bootId()) == 0);
		far.hold.open();
		assertThat(second.client().handle(Caller.class, "w").result(EngineRig.PATIENCE))
			.isEqualTo("hold first in attempt 1");
		first.thaw();
		assertThat(far.made).containsExactly(1);
	}

	@EngineTest
	void areAliveWhileTheirHeartbeatsComeAndHandOnTheirDetails(EngineRig rig) {
		Far far = new Far();
		EngineRig.Node owner = owner(rig);
		EngineRig.Node first = worker(rig, far);
		WorkflowHandle<Caller, String> handle = owner.client()
			.workflow(Caller::run, call("beat", "item 3").beating())
			.id("w")
			.start();
		far.hold.awaitArrivals(1);
		EngineRig.await(() -> storedHeartbeats(rig) == 1);
		first.freeze();
		rig.clock().advance(Duration.ofSeconds(5));
		worker(rig, far);
		EngineRig.await(() -> backsOffAfter(handle, 1));
		rig.clock().advance(Duration.ofSeconds(1));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("went on after item 3 in attempt 2");
		first.thaw();
		far.hold.open();
	}

	@EngineTest
	void hearThatTheyShouldStop(EngineRig rig) {
		Far far = new Far();
		EngineRig.Node owner = owner(rig);
		worker(rig, far);
		WorkflowHandle<Caller, String> handle = owner.client()
			.workflow(Caller::run, call("stoppable", "").waiting())
			.start();
		far.hold.awaitArrivals(1);
		handle.cancel("enough");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("ended with CANCEL_REQUESTED");
		assertNoRows(rig);
	}

	@EngineTest
	void thatNobodyHasTakenStopAtOnce(EngineRig rig) {
		EngineRig.Node owner = owner(rig);
		WorkflowHandle<Caller, String> handle = owner.client()
			.workflow(Caller::run, call("stoppable", "").waiting())
			.start();
		rig.awaitQuiet();
		handle.cancel("enough");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("ended with CANCEL_REQUESTED");
		assertNoRows(rig);
	}

	@EngineTest
	void commitTheirEffectTogetherWithTheirResult(EngineRig rig) {
		EngineRig.Node owner = owner(rig);
		effects(rig);
		EngineRig.Node worker = worker(rig, new Far());
		assertThat(owner.client().workflow(Caller::run, call("book", "now")).start().result(EngineRig.PATIENCE))
			.isEqualTo("booked in attempt 1");
		assertThat(effects(worker)).containsExactly(1);
	}

	@EngineTest
	void thatLostTheirClaimRollBack(EngineRig rig) {
		Far far = new Far();
		EngineRig.Node owner = owner(rig);
		effects(rig);
		EngineRig.Node first = worker(rig, far);
		WorkflowHandle<Caller, String> handle = owner.client()
			.workflow(Caller::run, call("book", "hold first"))
			.start();
		far.hold.awaitArrivals(1);
		rig.clock().advance(Duration.ofSeconds(4));
		EngineRig.await(() -> backsOffAfter(handle, 1));
		far.hold.open();
		EngineRig.await(() -> first.engine().remoteActivities().size() == 0);
		assertThat(effects(first)).isEmpty();
		rig.clock().advance(Duration.ofSeconds(1));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("booked in attempt 2");
		assertThat(effects(first)).containsExactly(2);
	}

	@EngineTest
	void canBeCompletedFromOutside(EngineRig rig) {
		Far far = new Far();
		EngineRig.Node owner = owner(rig);
		EngineRig.Node worker = worker(rig, far);
		WorkflowHandle<Caller, String> handle = owner.client().workflow(Caller::run, call("later", "")).start();
		EngineRig.await(() -> far.token.get() != null);
		rig.awaitQuiet();
		ActivityCompletionClient completion = worker.engine().activityCompletionClient();
		completion.complete(far.token.get(), "from outside");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("from outside");
		assertThatExceptionOfType(ActivityNotFoundException.class)
			.isThrownBy(() -> completion.complete(far.token.get(), "again"));
		assertNoRows(rig);
	}

	@EngineTest
	void thatAreCompletedFromOutsideTimeOutAndAreTriedAgain(EngineRig rig) {
		Far far = new Far();
		EngineRig.Node owner = owner(rig);
		EngineRig.Node worker = worker(rig, far);
		WorkflowHandle<Caller, String> handle = owner.client().workflow(Caller::run, call("later", "")).start();
		EngineRig.await(() -> far.token.get() != null);
		rig.awaitQuiet();
		String first = far.token.getAndSet(null);
		rig.clock().advance(Duration.ofSeconds(4));
		EngineRig.await(() -> backsOffAfter(handle, 1));
		assertThatExceptionOfType(ActivityNotFoundException.class)
			.isThrownBy(() -> worker.engine().activityCompletionClient().complete(first, "late"));
		rig.clock().advance(Duration.ofSeconds(1));
		EngineRig.await(() -> far.token.get() != null);
		rig.awaitQuiet();
		worker.engine().activityCompletionClient().complete(far.token.get(), "in time");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("in time");
	}

	@EngineTest
	void ofATypeThatNobodyKnowsWaitForANodeThatDoes(EngineRig rig) {
		EngineRig.Node owner = owner(rig);
		rig.worker("far", new WorkerSettings(4, 4));
		rig.startNode(Caller.class);
		WorkflowHandle<Caller, String> handle = owner.client().workflow(Caller::run, call("work", "hello")).start();
		rig.awaitQuiet();
		rig.advance(Duration.ofSeconds(3));
		assertThat(handle.describe().pendingActivities()).singleElement()
			.satisfies((pending) -> assertThat(pending.attempt()).isZero());
		worker(rig, new Far());
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("hello in attempt 1");
	}

	private static EngineRig.Node owner(EngineRig rig) {
		return rig.startNode(Caller.class, Many.class);
	}

	private static EngineRig.Node worker(EngineRig rig, Far far) {
		EngineRig.Node node = rig.createNode((context) -> {
			context.register(Work.class);
			context.registerBean(Far.class, () -> far);
		});
		node.engine().start();
		return node;
	}

	private static boolean backsOffAfter(WorkflowHandle<?, ?> handle, int attempts) {
		return handle.describe()
			.pendingActivities()
			.stream()
			.anyMatch(
					(pending) -> pending.state() == PendingActivity.State.BACKING_OFF && pending.attempt() == attempts);
	}

	private static int storedHeartbeats(EngineRig rig) {
		return rig.jdbc()
			.queryForObject("select count(*) from holdfast_activity_task where heartbeat is not null", Integer.class);
	}

	private static void effects(EngineRig rig) {
		rig.jdbc().execute("create table effect (attempt integer not null)");
	}

	private static List<Integer> effects(EngineRig.Node node) {
		return node.bean(JdbcTemplate.class).queryForList("select attempt from effect", Integer.class);
	}

	private static List<String> types(WorkflowHandle<?, ?> handle) {
		return handle.history().events().stream().map(WorkflowHistory.Event::type).toList();
	}

	private static ActivityFailure failure(WorkflowHandle<?, ?> handle) {
		return (ActivityFailure) catchThrowableOfType(WorkflowFailedException.class,
				() -> handle.result(EngineRig.PATIENCE))
			.getCause();
	}

	private static void assertNoRows(EngineRig rig) {
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_activity_task", Integer.class)).isZero();
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_inbox", Integer.class)).isZero();
	}

}
