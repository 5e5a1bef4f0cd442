package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.store.CommitSeam;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ExternalWorkflowFailure;
import dev.holdfast.workflow.ExternalWorkflow;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;

class ExternalWorkflowTests {

	private static final Class<?>[] BEANS = { Mailbox.class, Sender.class, Canceler.class, Pinned.class, Thrower.class,
			Narcissus.class, Flood.class, Last.class, Pusher.class, Broken.class };

	@EngineTest
	void receivesSignalsInTheirOrder(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Mailbox, List<String>> mailbox = client.workflow(Mailbox::run, 6).id("box").start();
		WorkflowHandle<Sender, String> sender = client.workflow(Sender::run, "box").start();
		assertThat(Look.result(sender)).isEqualTo("delivered");
		assertThat(Look.result(mailbox)).containsExactly("typed", "named", "a", "b", "c", "d");
		assertThat(Look.types(sender).stream().filter("ExternalSignalRequested"::equals)).hasSize(6);
		assertThat(Look.types(sender).stream().filter("ExternalRequestDelivered"::equals)).hasSize(6);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void receivesThemOnAnotherNode(EngineRig rig) {
		EngineRig.Node first = rig.startNode(BEANS);
		EngineRig.Node second = rig.startNode(BEANS);
		WorkflowHandle<Mailbox, List<String>> mailbox = first.client().workflow(Mailbox::run, 6).id("box").start();
		rig.awaitQuiet();
		WorkflowHandle<Sender, String> sender = second.client().workflow(Sender::run, "box").start();
		assertThat(Look.result(sender)).isEqualTo("delivered");
		assertThat(Look.result(mailbox)).hasSize(6);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isAskedToCancel(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Mailbox, List<String>> mailbox = client.workflow(Mailbox::run, 1).id("box").start();
		assertThat(Look.result(client.workflow(Canceler::run, "box").start())).isEqualTo("requested");
		WorkflowFailedException failure = Look.failure(mailbox);
		assertThat(failure.status()).isEqualTo(WorkflowStatus.CANCELED);
		assertThat(failure.getCause()).hasMessageContaining("from outside");
	}

	@EngineTest
	void thatIsNotThereOrHasClosedIsAFailureThatCanBeCaught(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		assertThat(Look.result(client.workflow(Canceler::run, "nobody").start()))
			.isEqualTo("Cancellation was not requested: no execution with the id 'nobody' is open (nobody)");
		WorkflowHandle<Mailbox, List<String>> mailbox = client.workflow(Mailbox::run, 1).id("box").start();
		mailbox.signal(Mailbox::put, "x");
		Look.result(mailbox);
		assertThat(Look.result(client.workflow(Sender::run, "box").start()))
			.startsWith("Signal 'put' was not delivered: no execution with the id 'box' is open");
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_inbox", Integer.class)).isZero();
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isMeantByItsRunIfThatIsGiven(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Mailbox, List<String>> first = client.workflow(Mailbox::run, 1).id("box").start();
		assertThat(Look.result(client.workflow(Pinned::run, "box", first.runId()).start())).isEqualTo("delivered");
		assertThat(Look.result(first)).containsExactly("pinned");
		WorkflowHandle<Mailbox, List<String>> second = client.workflow(Mailbox::run, 1).id("box").start();
		assertThat(Look.result(client.workflow(Pinned::run, "box", first.runId()).start()))
			.contains("is open as run " + first.runId());
		assertThat(Look.types(second)).doesNotContain("SignalReceived");
	}

	@EngineTest
	void whoseFailureIsNotCaughtFailsTheSender(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowFailedException failure = Look.failure(client.workflow(Thrower::run).start());
		assertThat(failure.status()).isEqualTo(WorkflowStatus.FAILED);
		assertThat(failure.getCause()).isInstanceOfSatisfying(ExternalWorkflowFailure.class,
				(external) -> assertThat(external.workflowId()).isEqualTo("nobody"));
	}

	@EngineTest
	void mayBeTheSenderItself(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		assertThat(Look.result(client.workflow(Narcissus::run).id("me").start())).isEqualTo("echo");
	}

	@EngineTest
	void getsNoMoreThanTheLimitAtOnce(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Mailbox, List<String>> mailbox = client.workflow(Mailbox::run, 2000).id("box").start();
		assertThat(Look.result(client.workflow(Flood::run, "box").start()))
			.isEqualTo("2000 sent, then: This execution has 2000 pending external requests already");
		assertThat(Look.result(mailbox)).hasSize(2000).startsWith("0", "1").endsWith("1998", "1999");
	}

	@EngineTest
	void thatDoesNotTakeItsMessagesUpGetsNoMoreThanMayWait(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Broken, @Nullable Void> broken = client.workflow(Broken::run).id("broken").start();
		Look.awaitStatus(broken, WorkflowStatus.STUCK);
		List<Object[]> rows = new ArrayList<>();
		for (int i = 0; i < 9_999; i++) {
			rows.add(new Object[] { UUID.fromString(broken.runId()), "m" + i, i, "SignalReceived", new byte[0] });
		}
		rig.jdbc()
			.batchUpdate("insert into holdfast_inbox (run_id, message_key, sent_at, event_type, payload)"
					+ " values (?, ?, ?, ?, ?)", rows);
		assertThat(Look.result(client.workflow(Pusher::run, "broken", 4).start())).isEqualTo(1);
		assertThat(Look.result(client.workflow(Sender::run, "broken").start()))
			.isEqualTo("Signal 'put' was not delivered: as many messages as may wait for the execution 'broken' do");
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_inbox", Integer.class)).isEqualTo(10_000);
	}

	@EngineTest
	void receivesWhatASenderSendsAtItsVeryEnd(EngineRig rig) {
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Mailbox, List<String>> mailbox = client.workflow(Mailbox::run, 1).id("box").start();
		WorkflowHandle<Last, String> last = client.workflow(Last::run, "box").start();
		assertThat(Look.result(last)).isEqualTo("gone");
		assertThat(Look.result(mailbox)).containsExactly("last words");
		Invariants.check(rig.jdbc());
	}

	/** What is said to be delivered is in the history, and what is not, is not. */
	@EngineTest
	void neverClosesOverWhatWasDelivered(EngineRig rig) {
		EngineRig.Node first = rig.startNode(BEANS);
		EngineRig.Node second = rig.startNode(BEANS);
		List<WorkflowHandle<Mailbox, List<String>>> boxes = new ArrayList<>();
		List<List<WorkflowHandle<Pusher, Integer>>> pushers = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			boxes.add(first.client().workflow(Mailbox::run, 5).id("box-" + i).start());
		}
		for (int i = 0; i < 5; i++) {
			List<WorkflowHandle<Pusher, Integer>> ofThis = new ArrayList<>();
			for (int k = 0; k < 4; k++) {
				WorkflowClient client = (k % 2 == 0) ? first.client() : second.client();
				ofThis.add(client.workflow(Pusher::run, "box-" + i, 4).start());
			}
			pushers.add(ofThis);
		}
		for (int i = 0; i < 5; i++) {
			int delivered = 0;
			for (WorkflowHandle<Pusher, Integer> pusher : pushers.get(i)) {
				delivered += Look.result(pusher);
			}
			assertThat(delivered).isBetween(5, 16);
			assertThat(Look.result(boxes.get(i))).hasSize(delivered);
		}
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void receivesEverythingOnceWhateverTheCommitReports(EngineRig rig) {
		AtomicInteger count = new AtomicInteger();
		rig.seam(new CommitSeam() {

			@Override
			public <T extends @Nullable Object> T commit(Supplier<T> transaction) {
				T result = transaction.get();
				if (count.incrementAndGet() % 2 == 0) {
					throw new DataAccessResourceFailureException("the connection broke");
				}
				return result;
			}

		});
		WorkflowClient client = rig.start(BEANS);
		WorkflowHandle<Mailbox, List<String>> mailbox = client.workflow(Mailbox::run, 6).id("box").start();
		WorkflowHandle<Sender, String> sender = client.workflow(Sender::run, "box").start();
		assertThat(Look.result(sender)).isEqualTo("delivered");
		assertThat(Look.result(mailbox)).containsExactly("typed", "named", "a", "b", "c", "d");
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Mailbox {

		private final List<String> letters = new ArrayList<>();

		@WorkflowMethod
		public List<String> run(int expected) {
			Workflows.await(() -> this.letters.size() >= expected);
			return this.letters;
		}

		@SignalMethod
		public void put(String letter) {
			this.letters.add(letter);
		}

		@QueryMethod
		public List<String> letters() {
			return this.letters;
		}

	}

	@Workflow
	public static class Broken {

		@WorkflowMethod
		public void run() {
			throw new IllegalStateException("broken");
		}

		@SignalMethod
		public void put(String letter) {
		}

	}

	@Workflow
	public static class Sender {

		@WorkflowMethod
		public String run(String to) {
			ExternalWorkflow<Mailbox> mailbox = Workflows.external(Mailbox.class, to);
			try {
				mailbox.signal(Mailbox::put, "typed");
				Workflows.external(to).signal("put", "named");
				List<Promise<Void>> sent = new ArrayList<>();
				for (String letter : List.of("a", "b", "c", "d")) {
					sent.add(mailbox.signalAsync(Mailbox::put, letter));
				}
				Promise.allOf(sent).get();
				return "delivered";
			}
			catch (ExternalWorkflowFailure failure) {
				return failure.getMessage();
			}
		}

	}

	@Workflow
	public static class Canceler {

		@WorkflowMethod
		public String run(String other) {
			try {
				Workflows.external(other).cancel("from outside");
				return "requested";
			}
			catch (ExternalWorkflowFailure failure) {
				return failure.getMessage() + " (" + failure.workflowId() + ")";
			}
		}

	}

	@Workflow
	public static class Pinned {

		@WorkflowMethod
		public String run(String workflowId, String runId) {
			try {
				Workflows.external(Mailbox.class, workflowId, runId).signal(Mailbox::put, "pinned");
				return "delivered";
			}
			catch (ExternalWorkflowFailure failure) {
				return failure.getMessage();
			}
		}

	}

	@Workflow
	public static class Thrower {

		@WorkflowMethod
		public void run() {
			Workflows.external("nobody").signal("put", "x");
		}

	}

	@Workflow
	public static class Narcissus {

		private @Nullable String heard;

		@WorkflowMethod
		public String run() {
			Workflows.external(Workflows.info().workflowId()).signal("hear", "echo");
			Workflows.await(() -> this.heard != null);
			return String.valueOf(this.heard);
		}

		@SignalMethod
		public void hear(String sound) {
			this.heard = sound;
		}

	}

	@Workflow
	public static class Flood {

		@WorkflowMethod
		public String run(String to) {
			ExternalWorkflow<Mailbox> mailbox = Workflows.external(Mailbox.class, to);
			List<Promise<Void>> sent = new ArrayList<>();
			try {
				while (true) {
					sent.add(mailbox.signalAsync(Mailbox::put, String.valueOf(sent.size())));
				}
			}
			catch (IllegalStateException ex) {
				Promise.allOf(sent).get();
				String message = String.valueOf(ex.getMessage());
				return sent.size() + " sent, then: " + message.substring(0, message.indexOf(','));
			}
		}

	}

	@Workflow
	public static class Last {

		@WorkflowMethod
		public String run(String to) {
			Workflows.sleep(Duration.ZERO);
			Workflows.external(Mailbox.class, to).signalAsync(Mailbox::put, "last words");
			return "gone";
		}

	}

	@Workflow
	public static class Pusher {

		@WorkflowMethod
		public int run(String to, int times) {
			int delivered = 0;
			for (int i = 0; i < times; i++) {
				try {
					Workflows.external(Mailbox.class, to).signal(Mailbox::put, "x");
					delivered++;
				}
				catch (ExternalWorkflowFailure failure) {
					break;
				}
			}
			return delivered;
		}

	}

}
