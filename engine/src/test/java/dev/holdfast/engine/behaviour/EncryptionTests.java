package dev.holdfast.engine.behaviour;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.client.WorkflowUpdateException;
import dev.holdfast.engine.payload.AesGcmPayloadCodec;
import dev.holdfast.engine.payload.DeflatePayloadCodec;
import dev.holdfast.engine.payload.Keys;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.UpdateValidatorMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EncryptionTests {

	private static final String SECRET = "s3cr3t-4711";

	@EngineTest
	void nothingOfTheUsersIsReadableInTheDatabase(EngineRig rig) {
		rig.codecs(new AesGcmPayloadCodec(Keys.of("k1")));
		EngineRig.Node first = rig.startNode(Order.class, Delivery.class, Payments.class);
		WorkflowHandle<Order, String> handle = first.client()
			.workflow(Order::run, SECRET + " argument")
			.id("order")
			.memo("note", SECRET + " memo")
			.start();
		rig.awaitQuiet();
		assertNothingReadable(rig);
		assertThat(handle.describe().pendingActivities()).singleElement()
			.satisfies((activity) -> assertThat(activity.lastFailure()).contains(SECRET));
		assertThat(handle.query(Order::state)).isEqualTo(SECRET + " side effect");
		first.stop();
		EngineRig.Node idle = rig
			.createNode((context) -> context.register(Order.class, Delivery.class, Payments.class));
		idle.client().handle(Order.class, "order").signal(Order::go, SECRET + " signal");
		assertThat(count(rig, "holdfast_inbox")).isEqualTo(1);
		assertNothingReadable(rig);
		idle.engine().start();
		rig.advance(Duration.ofSeconds(30));
		WorkflowFailedException failed = Look.failure(idle.client().handle(Order.class, "order"));
		assertThat(failed.getCause()).isInstanceOfSatisfying(ApplicationFailure.class, (failure) -> {
			assertThat(failure.reason()).isEqualTo(SECRET + " signal, " + SECRET + " child result");
			assertThat(failure.details(String.class)).contains(SECRET + " details");
		});
		assertNothingReadable(rig);
		assertThat(text(rig, "select last_failure from holdfast_execution where workflow_id = 'order'"))
			.isEqualTo("order-failed");
		WorkflowHandle<?, ?> closed = idle.client().handle("order");
		assertThat(closed.history().events()).extracting("attributes")
			.anySatisfy((attributes) -> assertThat((String) attributes).contains(SECRET));
		assertThat(closed.history().events()).extracting("data")
			.anySatisfy((data) -> assertThat((String) data).contains(SECRET + " argument"));
		assertThat(closed.describe().memo().get("note")).contains(SECRET);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void whatAFailedTaskSaysIsNotReadableEither(EngineRig rig) {
		rig.codecs(new AesGcmPayloadCodec(Keys.of("k1"))).maxTaskAttempts(1);
		EngineRig.Node node = rig.startNode(Confused.class);
		WorkflowHandle<?, ?> handle = node.client().workflow(Confused::run, SECRET).id("confused").start();
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertNothingReadable(rig);
		assertThat(handle.describe().lastTaskFailure()).contains("java.lang.IllegalStateException");
		handle.terminate("because of " + SECRET);
		assertNothingReadable(rig);
		assertThat(Look.failure(handle).getCause()).hasMessageContaining("because of " + SECRET);
	}

	@EngineTest
	void updatesAreNotReadableEither(EngineRig rig) {
		rig.codecs(new AesGcmPayloadCodec(Keys.of("k1")));
		EngineRig.Node node = rig.startNode(Waiting.class);
		WorkflowHandle<Waiting, String> handle = node.client().workflow(Waiting::run, "a").id("w").start();
		rig.awaitQuiet();
		assertThat(handle.update(Waiting::add, SECRET)).isEqualTo(1);
		assertThatExceptionOfType(WorkflowUpdateException.class)
			.isThrownBy(() -> handle.update(Waiting::add, SECRET + " rejected"))
			.withMessageContaining("not " + SECRET);
		assertNothingReadable(rig);
		handle.signal(Waiting::go, "b");
		assertThat(Look.result(handle)).isEqualTo("a b");
		assertNothingReadable(rig);
	}

	@EngineTest
	void schedulesAreNotReadableEither(EngineRig rig) {
		rig.codecs(new AesGcmPayloadCodec(Keys.of("k1")));
		EngineRig.Node node = rig.startNode(Waiting.class);
		ScheduleHandle schedule = node.engine()
			.schedules()
			.client()
			.schedule("hourly", Waiting::run, SECRET)
			.cron("0 * * * *")
			.paused()
			.note(SECRET + " note")
			.create();
		assertNothingReadable(rig);
		assertThat(schedule.describe().note()).isEqualTo(SECRET + " note");
		schedule.trigger();
		EngineRig.await(() -> count(rig, "holdfast_execution") == 1);
		rig.awaitQuiet();
		assertNothingReadable(rig);
		String id = text(rig, "select workflow_id from holdfast_execution");
		handle(node, id).signal(Waiting::go, "now");
		assertThat(Look.result(handle(node, id))).isEqualTo(SECRET + " now");
	}

	@EngineTest
	void encryptionIsSwitchedOnForARunThatHasBegunInClear(EngineRig rig) {
		EngineRig.Node plain = rig.startNode(Waiting.class);
		WorkflowHandle<Waiting, String> handle = plain.client().workflow(Waiting::run, "begun").id("w").start();
		rig.awaitQuiet();
		plain.stop();
		rig.codecs(new DeflatePayloadCodec(0), new AesGcmPayloadCodec(Keys.of("k1")));
		EngineRig.Node encrypting = rig.startNode(Waiting.class);
		encrypting.client().handle(Waiting.class, "w").signal(Waiting::go, SECRET);
		assertThat(handle(encrypting, "w").result(EngineRig.PATIENCE)).isEqualTo("begun " + SECRET);
		assertNothingReadable(rig);
		assertThat(firstByte(rig, handle.runId(), 1)).isEqualTo('{');
		assertThat(firstByte(rig, handle.runId(), 2)).isNotEqualTo('{');
	}

	@EngineTest
	void keysAreRotatedDuringARun(EngineRig rig) {
		Keys keys = Keys.of("k1");
		rig.codecs(new AesGcmPayloadCodec(keys));
		EngineRig.Node node = rig.startNode(Waiting.class);
		WorkflowHandle<Waiting, String> handle = node.client().workflow(Waiting::run, "old").id("w").start();
		rig.awaitQuiet();
		keys.add("k2");
		handle.signal(Waiting::go, "new");
		assertThat(Look.result(handle)).isEqualTo("old new");
		assertThat(text(rig, handle.runId(), 1)).contains("k1");
		assertThat(text(rig, handle.runId(), 2)).contains("k2");
		assertThat(handle.history().events()).hasSize(3);
	}

	@EngineTest
	void aKeyThatIsMissingLeavesTheRunStuckAndOthersAlone(EngineRig rig) {
		rig.codecs(new AesGcmPayloadCodec(Keys.of("lost")));
		EngineRig.Node first = rig.startNode(Waiting.class);
		first.client().workflow(Waiting::run, "old").id("w").start();
		rig.awaitQuiet();
		first.stop();
		Keys keys = Keys.of("k2");
		rig.codecs(new AesGcmPayloadCodec(keys));
		EngineRig.Node second = rig.startNode(Waiting.class);
		WorkflowHandle<Waiting, String> handle = handle(second, "w");
		handle.signal(Waiting::go, "new");
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("Event 1 (WorkflowStarted)").contains("'lost'");
		assertThatExceptionOfType(WorkflowQueryException.class).isThrownBy(() -> handle.query(Waiting::words))
			.withMessageContaining("'lost'");
		WorkflowHandle<Waiting, String> other = second.client().workflow(Waiting::run, "a").start();
		other.signal(Waiting::go, "b");
		assertThat(Look.result(other).split(" ")).containsExactlyInAnyOrder("a", "b");
		keys.add("lost");
		handle.resume();
		assertThat(Look.result(handle)).isEqualTo("old new");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void aPayloadThatWasMovedToAnotherRunLeavesTheRunStuck(EngineRig rig) {
		rig.codecs(new AesGcmPayloadCodec(Keys.of("k1")));
		EngineRig.Node first = rig.startNode(Waiting.class);
		String from = first.client().workflow(Waiting::run, "thief").id("from").start().runId();
		WorkflowHandle<Waiting, String> to = first.client().workflow(Waiting::run, "owner").id("to").start();
		rig.awaitQuiet();
		first.stop();
		rig.jdbc()
			.update("update holdfast_event set payload = (select payload from holdfast_event where run_id = ? and"
					+ " event_id = 1) where run_id = ? and event_id = 1", UUID.fromString(from),
					UUID.fromString(to.runId()));
		EngineRig.Node second = rig.startNode(Waiting.class);
		WorkflowHandle<Waiting, String> moved = handle(second, "to");
		moved.signal(Waiting::go, "x");
		Look.awaitStatus(moved, WorkflowStatus.STUCK);
		assertThat(moved.describe().lastTaskFailure()).contains("Event 1 (WorkflowStarted)")
			.contains("fails authentication");
		moved.terminate("it cannot be helped");
		assertThat(Look.status(moved)).isEqualTo(WorkflowStatus.TERMINATED);
		handle(second, "from").signal(Waiting::go, "x");
		assertThat(Look.result(handle(second, "from"))).isEqualTo("thief x");
	}

	@SuppressWarnings("unchecked")
	private static WorkflowHandle<Waiting, String> handle(EngineRig.Node node, String id) {
		return (WorkflowHandle<Waiting, String>) (WorkflowHandle<?, ?>) node.client().handle(Waiting.class, id);
	}

	private static int count(EngineRig rig, String table) {
		Integer rows = rig.jdbc().queryForObject("select count(*) from " + table, Integer.class);
		return (rows != null) ? rows : -1;
	}

	private static String text(EngineRig rig, String sql) {
		return rig.jdbc().queryForObject(sql, String.class);
	}

	private static byte[] payload(EngineRig rig, String runId, long event) {
		return rig.jdbc()
			.queryForObject("select payload from holdfast_event where run_id = ? and event_id = ?", byte[].class,
					UUID.fromString(runId), event);
	}

	private static int firstByte(EngineRig rig, String runId, long event) {
		return payload(rig, runId, event)[0];
	}

	private static String text(EngineRig rig, String runId, long event) {
		return new String(payload(rig, runId, event), StandardCharsets.ISO_8859_1);
	}

	private static void assertNothingReadable(EngineRig rig) {
		List<String> readable = new ArrayList<>();
		for (String table : List.of("execution", "run", "current_run", "event", "inbox", "request", "activity_task",
				"schedule")) {
			for (Map<String, Object> row : rig.jdbc().queryForList("select * from holdfast_" + table)) {
				row.forEach((column, value) -> {
					String text = (value instanceof byte[] bytes) ? new String(bytes, StandardCharsets.ISO_8859_1)
							: String.valueOf(value);
					if (text.contains(SECRET)) {
						readable.add(table + "." + column + ": " + text);
					}
				});
			}
		}
		assertThat(readable).isEmpty();
	}

	@Workflow
	public static class Order {

		private final Payments payments;

		private String state = "";

		private String word = "";

		public Order(Payments payments) {
			this.payments = payments;
		}

		@WorkflowMethod
		public String run(String what) {
			this.state = Workflows.sideEffect(String.class, () -> SECRET + " side effect");
			this.payments.pay(what);
			Workflows.await(() -> !this.word.isEmpty());
			String delivered = Workflows.child(Delivery::run, SECRET + " child argument")
				.memo("child-note", SECRET + " child memo")
				.execute();
			throw ApplicationFailure.of("order-failed", this.word + ", " + delivered).withDetails(SECRET + " details");
		}

		@SignalMethod
		public void go(String word) {
			this.word = word;
		}

		@QueryMethod
		public String state() {
			return this.state;
		}

	}

	@Workflow
	public static class Delivery {

		@WorkflowMethod
		public String run(String what) {
			return SECRET + " child result";
		}

	}

	@Activity
	public static class Payments {

		@ActivityMethod(startToCloseTimeout = "1m", retry = @Retry(initialInterval = "20s"))
		public String pay(String what) {
			Activities.heartbeat(SECRET + " heartbeat");
			if (Activities.info().attempt() == 1) {
				throw new IllegalStateException(SECRET + " failure");
			}
			return Activities.heartbeatDetails(String.class).orElseThrow();
		}

	}

	@Workflow
	public static class Confused {

		@WorkflowMethod
		public void run(String what) {
			throw new IllegalStateException(what);
		}

	}

	@Workflow
	public static class Waiting {

		private final List<String> words = new ArrayList<>();

		@WorkflowMethod
		public String run(String word) {
			this.words.add(word);
			Workflows.await(() -> this.words.size() > 1);
			return String.join(" ", this.words);
		}

		@SignalMethod
		public void go(String word) {
			this.words.add(word);
		}

		@UpdateValidatorMethod(update = "add")
		public void check(String what) {
			if (!what.equals(SECRET)) {
				throw new IllegalArgumentException("not " + what);
			}
		}

		@UpdateMethod
		public int add(String what) {
			return this.words.size();
		}

		@QueryMethod
		public List<String> words() {
			return this.words;
		}

	}

}
