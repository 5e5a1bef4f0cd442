package dev.holdfast.engine.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.workflow.CancellationScope;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class CancellationScopesExampleTests {

	@EngineTest
	void theFirstAnswerGivesUpTheOthers(EngineRig rig) {
		WorkflowClient client = rig.start(FirstCourier.class, Couriers.class);
		WorkflowHandle<FirstCourier, String> handle = client.workflow(FirstCourier::run, "Leeds").start();
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("by air to Leeds");
		assertThat(handle.history().events()).extracting("type").contains("ActivityCanceled");
	}

	@EngineTest
	void anAnswerThatTakesTooLongIsGivenUp(EngineRig rig) {
		WorkflowClient client = rig.start(CourierInTime.class, Couriers.class);
		WorkflowHandle<CourierInTime, String> handle = client.workflow(CourierInTime::run, "York").start();
		rig.awaitQuiet();
		for (int minute = 0; minute < 10; minute++) {
			rig.advance(Duration.ofMinutes(1));
		}
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("nobody goes to York");
		assertThat(handle.history().events()).extracting("type").contains("TimerFired", "ActivityCanceled");
	}

	@EngineTest
	void aScopeMayBeCancelledFromElsewhere(EngineRig rig) {
		EngineRig.Node node = rig.startNode(InvoiceWorkflow.class, Letters.class);
		WorkflowHandle<InvoiceWorkflow, String> handle = node.client().workflow(InvoiceWorkflow::run, "7").start();
		rig.awaitQuiet();
		rig.advance(Duration.ofDays(14));
		rig.awaitQuiet();
		handle.signal(InvoiceWorkflow::pay);
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("paid, reminders ended: it is paid");
		assertThat(node.bean(Letters.class).sent).containsExactly("reminder of 7", "thanks for 7");
	}

	@EngineTest
	void whatMustHappenInAnyCaseIsDetached(EngineRig rig) {
		EngineRig.Node node = rig.startNode(TableWorkflow.class, Letters.class);
		WorkflowHandle<TableWorkflow, ?> handle = node.client().workflow(TableWorkflow::run, "Ann").start();
		rig.awaitQuiet();
		handle.cancel("she is ill");
		WorkflowFailedException failed = catchThrowableOfType(WorkflowFailedException.class,
				() -> handle.result(EngineRig.PATIENCE));
		assertThat(failed.status()).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(node.bean(Letters.class).sent).containsExactly("table for Ann", "no table for Ann: she is ill");
	}

	@Activity
	public static class Couriers {

		@ActivityMethod(startToCloseTimeout = "5s")
		public String byRoad(String city) {
			throw new IllegalStateException("The road to " + city + " is closed");
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String byAir(String city) {
			return "by air to " + city;
		}

	}

	@Activity
	public static class Letters {

		final List<String> sent = Collections.synchronizedList(new ArrayList<>());

		@ActivityMethod(startToCloseTimeout = "5s")
		public void send(String text) {
			this.sent.add(text);
		}

	}

	@Workflow
	public static class FirstCourier {

		// tag::scope[]
		@WorkflowMethod
		public String run(String city) {
			return Workflows.scope((scope) -> {
				Promise<String> road = Workflows.activity(Couriers::byRoad, city).async();
				Promise<String> air = Workflows.activity(Couriers::byAir, city).async();
				String first = Promise.anyOf(road, air).get();
				scope.cancel("somebody else was faster");
				return first;
			});
		}
		// end::scope[]

	}

	@Workflow
	public static class CourierInTime {

		// tag::timer[]
		@WorkflowMethod
		public String run(String city) {
			return Workflows.scope((scope) -> {
				Promise<String> courier = Workflows.activity(Couriers::byRoad, city).async();
				Promise<?> deadline = Workflows.timer(Duration.ofMinutes(10), "until somebody else is asked");
				Promise.anyOf(courier, deadline).get();
				boolean inTime = courier.isCompleted();
				scope.cancel(inTime ? "nobody waits for the deadline" : "it took too long");
				return inTime ? courier.get() : "nobody goes to " + city;
			});
		}
		// end::timer[]

	}

	// tag::coroutine[]
	@Workflow
	public static class InvoiceWorkflow {

		private final Letters letters;

		private @Nullable CancellationScope reminders;

		private boolean paid;

		public InvoiceWorkflow(Letters letters) {
			this.letters = letters;
		}

		@WorkflowMethod
		public String run(String invoice) {
			Promise<?> reminding = Workflows.async(() -> Workflows.inScope((scope) -> {
				this.reminders = scope;
				while (true) {
					Workflows.sleep(Duration.ofDays(14));
					this.letters.send("reminder of " + invoice);
				}
			}));
			Workflows.await(() -> this.paid);
			this.letters.send("thanks for " + invoice);
			return (reminding.failure() instanceof CanceledFailure canceled)
					? "paid, reminders ended: " + canceled.reason() : "paid";
		}

		@SignalMethod
		public void pay() {
			this.paid = true;
			if (this.reminders != null) {
				this.reminders.cancel("it is paid");
			}
		}

	}
	// end::coroutine[]

	@Workflow
	public static class TableWorkflow {

		private final Letters letters;

		public TableWorkflow(Letters letters) {
			this.letters = letters;
		}

		// tag::detached[]
		@WorkflowMethod
		public void run(String guest) {
			this.letters.send("table for " + guest);
			try {
				Workflows.sleep(Duration.ofDays(3));
			}
			catch (CanceledFailure ex) {
				Workflows.detached(() -> this.letters.send("no table for " + guest + ": " + ex.reason()));
				throw ex;
			}
		}
		// end::detached[]

	}

}
