package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Local;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** Local activities that are asked to stop. */
class LocalActivityCancellationTests {

	@EngineTest
	void areCancelledWithTheirScope(EngineRig rig) {
		for (ActivityCancellationType type : ActivityCancellationType.values()) {
			EngineRig.Node node = rig.startNode(Cancelled.class, Slow.class, Hold.class);
			Slow slow = node.bean(Slow.class);
			WorkflowHandle<Cancelled, String> handle = node.client().workflow(Cancelled::run, type).start();
			EngineRig.await(() -> slow.begun.get() == 1);
			handle.cancel("enough");
			assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("CANCEL_REQUESTED: Cancelled: enough");
			if (type == ActivityCancellationType.ABANDON) {
				assertThat(slow.told).hasValue(0);
				slow.goOn = true;
			}
			EngineRig.await(() -> slow.told.get() == ((type == ActivityCancellationType.ABANDON) ? 0 : 1));
			node.stop();
		}
	}

	@EngineTest
	void thatShouldStopAreNotBegunAgainWhenTheirNodeIsLost(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Cancelled.class, Deaf.class, Slow.class, Hold.class);
		first.client().workflow(Deaf::run).id("deaf").start();
		Hold hold = first.bean(Hold.class);
		hold.awaitArrivals(1);
		first.client().handle(Deaf.class, "deaf").cancel("enough");
		EngineRig.await(() -> types(first.client().handle("deaf")).contains("CancelRequested"));
		first.freeze();
		EngineRig.Node second = rig.startNode(Cancelled.class, Deaf.class, Slow.class, Hold.class);
		rig.clock().advance(Duration.ofSeconds(11));
		assertThat(second.client().handle(Deaf.class, "deaf").result(EngineRig.PATIENCE))
			.isEqualTo("CANCEL_REQUESTED: Cancelled: enough");
		assertThat(second.bean(Hold.class).arrivals()).isZero();
		hold.open();
	}

	private static List<String> types(WorkflowHandle<?, ?> handle) {
		return handle.history().events().stream().map(WorkflowHistory.Event::type).toList();
	}

	@Workflow
	public static class Cancelled {

		@WorkflowMethod
		public String run(ActivityCancellationType type) {
			try {
				return Workflows.localActivity(Slow::work).cancellationType(type).execute();
			}
			catch (ActivityFailure ex) {
				return ex.retryState() + ": " + ex.getCause().getMessage();
			}
		}

	}

	@Workflow
	public static class Deaf {

		@WorkflowMethod
		public String run() {
			try {
				return Workflows.localActivity(Slow::deaf)
					.cancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
					.execute();
			}
			catch (ActivityFailure ex) {
				return ex.retryState() + ": " + ex.getCause().getMessage();
			}
		}

	}

	@Activity
	public static class Slow {

		private final Hold hold;

		public Slow(Hold hold) {
			this.hold = hold;
		}

		@ActivityMethod(startToCloseTimeout = "1h")
		public String deaf() {
			this.hold.pass();
			return "finished";
		}

		final AtomicInteger begun = new AtomicInteger();

		final AtomicInteger told = new AtomicInteger();

		volatile boolean goOn;

		@ActivityMethod(startToCloseTimeout = "1h")
		public String work() {
			this.begun.incrementAndGet();
			while (!this.goOn) {
				if (Activities.cancellation().isCancellationRequested()) {
					this.told.incrementAndGet();
				}
				Activities.heartbeat();
				LockSupport.parkNanos(1_000_000);
			}
			return "finished";
		}

	}

}
