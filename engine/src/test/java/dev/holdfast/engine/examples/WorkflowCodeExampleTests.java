package dev.holdfast.engine.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.workflow.CompletablePromise;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.Saga;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.WorkflowQueue;
import dev.holdfast.workflow.WorkflowSemaphore;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkflowCodeExampleTests {

	@EngineTest
	void promisesAreComposed(EngineRig rig) {
		WorkflowClient client = rig.start(QuoteWorkflow.class, Carriers.class);
		assertThat(client.workflow(QuoteWorkflow::run, "Leeds").execute()).isEqualTo("cheapest: 12, confirmed by slow");
	}

	@EngineTest
	void whoeverAnswersCompletesAPromise(EngineRig rig) {
		WorkflowClient client = rig.start(ApprovalWorkflow.class);
		WorkflowHandle<ApprovalWorkflow, String> handle = client.workflow(ApprovalWorkflow::run).start();
		rig.awaitQuiet();
		handle.signal(ApprovalWorkflow::approve, "Ann");
		assertThat(handle.result()).isEqualTo("approved by Ann");
	}

	@EngineTest
	void queuesAndSemaphoresOrderWork(EngineRig rig) {
		WorkflowClient client = rig.start(PrintShop.class, Carriers.class);
		WorkflowHandle<PrintShop, Integer> handle = client.workflow(PrintShop::run, 3).start();
		for (String page : List.of("a", "b", "c")) {
			handle.signal(PrintShop::print, page);
		}
		assertThat(handle.result()).isEqualTo(3);
	}

	@EngineTest
	void aSagaUndoesWhatWasDone(EngineRig rig) {
		EngineRig.Node node = rig.startNode(TripWorkflow.class, Bookings.class);
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> node.client().workflow(TripWorkflow::run, "Rome").execute());
		assertThat(node.bean(Bookings.class).log).containsExactly("book hotel", "book flight", "cancel flight",
				"cancel hotel");
	}

	@EngineTest
	void versionsKeepOldExecutionsGoing(EngineRig rig) {
		WorkflowClient client = rig.start(InvoiceWorkflow.class, Carriers.class);
		assertThat(client.workflow(InvoiceWorkflow::run).execute()).isEqualTo("sent by mail");
	}

	@EngineTest
	void aPartIsTriedAgain(EngineRig rig) {
		WorkflowClient client = rig.start(PatientWorkflow.class, Carriers.class);
		assertThat(client.workflow(PatientWorkflow::run).execute()).isEqualTo(10);
	}

	@Activity
	public static class Carriers {

		@ActivityMethod(startToCloseTimeout = "5s")
		public int quote(String carrier, String city) {
			return carrier.equals("slow") ? 10 : 15;
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String confirm(String carrier) {
			return "confirmed by " + carrier;
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String mail() {
			return "sent by mail";
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String fax() {
			return "sent by fax";
		}

	}

	@Activity
	public static class Bookings {

		final List<String> log = new ArrayList<>();

		@ActivityMethod(startToCloseTimeout = "5s")
		public void bookHotel(String city) {
			this.log.add("book hotel");
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public void cancelHotel(String city) {
			this.log.add("cancel hotel");
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public void bookFlight(String city) {
			this.log.add("book flight");
			throw ApplicationFailure.nonRetryable("booked-out", "no seats");
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public void cancelFlight(String city) {
			this.log.add("cancel flight");
		}

	}

	// tag::promises[]
	@Workflow
	public static class QuoteWorkflow {

		@WorkflowMethod
		public String run(String city) {
			Promise<Integer> slow = Workflows.activity(Carriers::quote, "slow", city).async();
			Promise<Integer> fast = Workflows.activity(Carriers::quote, "fast", city)
				.async()
				.exceptionally((failure) -> Integer.MAX_VALUE);
			Promise<String> cheapest = slow
				.thenCompose((price) -> fast.thenApply((other) -> "cheapest: " + (Math.min(price, other) + 2)));
			Promise<String> confirmed = slow
				.thenCompose((price) -> Workflows.activity(Carriers::confirm, "slow").async());
			Promise.allOf(cheapest, confirmed).get(Duration.ofMinutes(1));
			return cheapest.get() + ", " + confirmed.get();
		}

	}
	// end::promises[]

	// tag::completable[]
	@Workflow
	public static class ApprovalWorkflow {

		private final CompletablePromise<String> approver = Workflows.promise();

		@WorkflowMethod
		public String run() {
			return "approved by " + this.approver.get();
		}

		@SignalMethod
		public void approve(String name) {
			this.approver.complete(name);
		}

	}
	// end::completable[]

	// tag::queue[]
	@Workflow
	public static class PrintShop {

		private final WorkflowQueue<String> pages = Workflows.queue(100);

		private final WorkflowSemaphore printers = Workflows.semaphore(2);

		@WorkflowMethod
		public int run(int expected) {
			List<Promise<String>> printed = new ArrayList<>();
			while (printed.size() < expected) {
				String page = this.pages.take();
				printed.add(Workflows.async(() -> {
					this.printers.acquire();
					try {
						return Workflows.activity(Carriers::confirm, page).execute();
					}
					finally {
						this.printers.release();
					}
				}));
			}
			Promise.allOf(printed).get();
			return printed.size();
		}

		@SignalMethod
		public void print(String page) {
			this.pages.put(page);
		}

	}
	// end::queue[]

	@Workflow
	public static class TripWorkflow {

		private final Bookings bookings;

		public TripWorkflow(Bookings bookings) {
			this.bookings = bookings;
		}

		// tag::saga[]
		@WorkflowMethod
		public void run(String city) {
			Saga saga = new Saga();
			try {
				saga.addCompensation(Bookings::cancelHotel, city);
				this.bookings.bookHotel(city);
				saga.addCompensation(Bookings::cancelFlight, city);
				this.bookings.bookFlight(city);
			}
			catch (WorkflowFailure failure) {
				saga.compensate();
				throw failure;
			}
		}
		// end::saga[]

	}

	@Workflow
	public static class InvoiceWorkflow {

		private final Carriers carriers;

		public InvoiceWorkflow(Carriers carriers) {
			this.carriers = carriers;
		}

		// tag::version[]
		@WorkflowMethod
		public String run() {
			int version = Workflows.version("mail-invoices", Workflows.DEFAULT_VERSION, 1);
			return (version == Workflows.DEFAULT_VERSION) ? this.carriers.fax() : this.carriers.mail();
		}
		// end::version[]

	}

	@Workflow
	public static class PatientWorkflow {

		@WorkflowMethod
		public int run() {
			// tag::retry[]
			int price = Workflows.retry(RetryPolicy.maximumAttempts(5), Duration.ofHours(1),
					() -> Workflows.activity(Carriers::quote, "slow", "Leeds").execute());
			// end::retry[]
			// tag::values[]
			int limit = Workflows.mutableSideEffect("limit", Integer.class, () -> Integer.getInteger("limit", 100));
			Workflows.upsertMemo("price", price);
			// end::values[]
			return Math.min(price, limit);
		}

	}

}
