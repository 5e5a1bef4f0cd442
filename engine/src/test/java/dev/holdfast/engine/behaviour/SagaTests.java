package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.workflow.Saga;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class SagaTests {

	@EngineTest
	void compensatesInReverseOrder(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Trip.class, Bookings.class);
		WorkflowFailedException failure = Look
			.failure(node.client().workflow(Trip::run, new Plan(false, true, "")).start());
		assertThat(failure).rootCause().hasMessageContaining("no seats");
		assertThat(node.bean(Bookings.class).undone).containsExactly("car for 3", "hotel");
	}

	@EngineTest
	void goesOnWhenACompensationFailsUnlessToldOtherwise(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Trip.class, Bookings.class);
		WorkflowFailedException failure = Look
			.failure(node.client().workflow(Trip::run, new Plan(false, true, "car hotel")).start());
		assertThat(failure.getCause()).isInstanceOf(ApplicationFailure.class)
			.hasMessageContaining("compensation-failed: Bookings.cancelCar, then 1 more");
		assertThat(node.bean(Bookings.class).tried).containsExactly("car", "hotel");
		node.bean(Bookings.class).tried.clear();
		Look.failure(node.client().workflow(Trip::run, new Plan(false, false, "car hotel")).start());
		assertThat(node.bean(Bookings.class).tried).containsExactly("car");
	}

	@EngineTest
	void mayCompensateAllAtOnce(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Trip.class, Bookings.class);
		WorkflowHandle<Trip, String> handle = node.client().workflow(Trip::run, new Plan(true, false, "car")).start();
		WorkflowFailedException failure = Look.failure(handle);
		assertThat(failure.getCause()).hasMessageContaining("compensation-failed: Bookings.cancelCar, then 0 more");
		assertThat(node.bean(Bookings.class).tried).containsExactlyInAnyOrder("car", "hotel");
		List<String> types = Look.types(handle);
		int last = types.lastIndexOf("ActivityScheduled");
		assertThat(types.subList(last - 1, last + 1)).containsOnly("ActivityScheduled");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void compensatesAfterACancellation(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Waiting.class, Bookings.class);
		WorkflowHandle<Waiting, String> handle = node.client().workflow(Waiting::run).start();
		rig.awaitQuiet();
		handle.cancel("changed my mind");
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.failure(handle).status()).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(node.bean(Bookings.class).undone).containsExactly("hotel");
	}

	@EngineTest
	void compensatesOnce(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Twice.class, Bookings.class);
		assertThat(Look.result(node.client().workflow(Twice::run).start())).isEqualTo("done");
		assertThat(node.bean(Bookings.class).undone).containsExactly("hotel");
	}

	/** What is booked, and what cannot be undone. */
	record Plan(boolean parallel, boolean continueWithError, String stubborn) {
	}

	@Activity
	public static class Bookings {

		final List<String> undone = new CopyOnWriteArrayList<>();

		final List<String> tried = new CopyOnWriteArrayList<>();

		@ActivityMethod(startToCloseTimeout = "5s")
		public void flight() {
			throw ApplicationFailure.nonRetryable("booked-out", "no seats");
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public void cancelHotel(String stubborn) {
			this.tried.add("hotel");
			refuse("hotel", stubborn);
			this.undone.add("hotel");
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public void cancelCar(String stubborn, int days) {
			this.tried.add("car");
			refuse("car", stubborn);
			this.undone.add("car for " + days);
		}

		private static void refuse(String what, String stubborn) {
			if (stubborn.contains(what)) {
				throw ApplicationFailure.nonRetryable("refused", what);
			}
		}

	}

	@Workflow
	public static class Trip {

		private final Bookings bookings;

		public Trip(Bookings bookings) {
			this.bookings = bookings;
		}

		@WorkflowMethod
		public String run(Plan plan) {
			Saga saga = new Saga().parallel(plan.parallel()).continueWithError(plan.continueWithError());
			try {
				saga.addCompensation(Bookings::cancelHotel, plan.stubborn());
				saga.addCompensation(() -> this.bookings.cancelCar(plan.stubborn(), 3));
				this.bookings.flight();
				return "booked";
			}
			catch (WorkflowFailure failure) {
				try {
					saga.compensate();
				}
				catch (ActivityFailure notUndone) {
					throw ApplicationFailure.of("compensation-failed",
							notUndone.activityType() + ", then " + notUndone.getSuppressed().length + " more");
				}
				throw failure;
			}
		}

	}

	@Workflow
	public static class Waiting {

		@WorkflowMethod
		public String run() {
			Saga saga = new Saga();
			saga.addCompensation(() -> Workflows.sleep(Duration.ofMinutes(1)));
			saga.addCompensation(Bookings::cancelHotel, "");
			try {
				Workflows.await(() -> false);
				return "never";
			}
			finally {
				saga.compensate();
			}
		}

	}

	@Workflow
	public static class Twice {

		@WorkflowMethod
		public String run() {
			Saga saga = new Saga().addCompensation(Bookings::cancelHotel, "");
			saga.compensate();
			saga.compensate();
			return "done";
		}

	}

}
