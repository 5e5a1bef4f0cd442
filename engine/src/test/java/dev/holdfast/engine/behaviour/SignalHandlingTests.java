package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.holdfast.client.ResourceExhaustedException;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UnfinishedHandlerPolicy;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SignalHandlingTests {

	private static final String EFFECTS = "dev.holdfast.engine.run.MessageEffects";

	@EngineTest
	void aSignalWithoutAHandlerWaitsForOneAndIsHandledOnce(EngineRig rig) {
		WorkflowClient client = rig.start(Late.class);
		WorkflowHandle<Late, List<String>> handle = client.workflow(Late::run, 5).start();
		rig.awaitQuiet();
		handle.signal("a", "1");
		handle.signal("b", "2");
		handle.signal("c", 3, Map.of("k", "v"));
		handle.signal("a", "4");
		rig.awaitQuiet();
		handle.signal(Late::listen, "a");
		handle.signal(Late::listen, "a");
		handle.signal(Late::listen, "*");
		rig.awaitQuiet();
		handle.signal("a", "5");
		assertThat(Look.result(handle)).containsExactly("a:1", "a:4", "any b:2", "any c:3 of 2", "a:5");
	}

	@EngineTest
	void aHandlerOfTheConstructorIsThereBeforeTheFirstLine(EngineRig rig) {
		WorkflowClient client = rig.start(Listening.class);
		WorkflowHandle<Listening, List<String>> handle = client.workflow(Listening::run)
			.signalWithStart("hello", "early");
		assertThat(handle.query("seen", Integer.class)).isEqualTo(1);
		assertThat(handle.query("whatever", String.class, 7)).isEqualTo("whatever of 1");
		assertThat(handle.update("twice", Integer.class, 21)).isEqualTo(42);
		assertThat(handle.update("else", String.class)).isEqualTo("else");
		handle.signal("stop", "now");
		assertThat(Look.result(handle)).containsExactly("early", "main", "now");
	}

	@EngineTest
	void aSignalThatNothingHandlesForAWhileIsWarnedOfOnce(EngineRig rig) {
		String id = "unheard-" + UUID.randomUUID();
		try (LogLines log = new LogLines(EFFECTS, id)) {
			WorkflowHandle<Late, List<String>> handle = rig.start(Late.class).workflow(Late::run, 1).id(id).start();
			rig.awaitQuiet();
			handle.signal("unheard", "x");
			for (int i = 0; i < 6; i++) {
				rig.awaitQuiet();
				handle.signal(Late::listen, "other" + i);
			}
			rig.awaitQuiet();
			assertThat(log.lines()).singleElement().asString().contains("[unheard]");
			handle.signal("other1", "end");
			Look.result(handle);
			EngineRig.await(() -> log.lines().size() == 2);
			assertThat(log.lines()).last().asString().contains("ended with signals").contains("[unheard]");
		}
	}

	@EngineTest
	void aSignalThatCannotBeReadIsDroppedAndTheHistorySaysSo(EngineRig rig) {
		String id = "unreadable-" + UUID.randomUUID();
		try (LogLines log = new LogLines(EFFECTS, id)) {
			WorkflowHandle<Late, List<String>> handle = rig.start(Late.class).workflow(Late::run, 1).id(id).start();
			rig.awaitQuiet();
			handle.signal("listen", Map.of("not", "a string"));
			rig.awaitQuiet();
			handle.signal(Late::listen, "typed");
			handle.signal("typed", List.of("no", "number"));
			rig.awaitQuiet();
			handle.signal("typed", 7);
			assertThat(Look.result(handle)).containsExactly("typed:7");
			assertThat(Look.types(handle)).containsExactly("WorkflowStarted", "SignalReceived", "SignalDropped",
					"SignalReceived", "SignalReceived", "SignalDropped", "SignalReceived", "WorkflowCompleted");
			EngineRig.await(() -> log.lines().size() == 2);
			assertThat(log.lines()).allSatisfy((line) -> assertThat(line).contains("cannot be read"));
			assertThat(handle.history().events().get(2).attributes()).contains("\"signalId\":2");
		}
	}

	@EngineTest
	void whatAHandlerDidBeforeItsArgumentsTurnedOutUnreadableStands(EngineRig rig) {
		WorkflowHandle<Late, List<String>> handle = rig.start(Late.class).workflow(Late::run, 3).start();
		rig.awaitQuiet();
		handle.signal(Late::listen, "patient");
		handle.signal("patient", "no number");
		rig.awaitQuiet();
		handle.signal("patient", 5);
		rig.advance(Duration.ofMinutes(1));
		assertThat(Look.result(handle)).containsExactly("asked", "asked", "5");
		assertThat(Look.types(handle)).containsSubsequence("TimerStarted", "TimerFired", "SignalDropped")
			.filteredOn("SignalDropped"::equals)
			.hasSize(1);
	}

	@EngineTest
	void aSignalWithARequestIdCountsOnce(EngineRig rig) throws Exception {
		WorkflowHandle<Late, List<String>> handle = rig.start(Late.class).workflow(Late::run, 2).start();
		rig.awaitQuiet();
		List<CompletableFuture<Void>> senders = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			senders.add(CompletableFuture.runAsync(() -> handle.signalOnce("request-1", Late::add, "once")));
		}
		for (CompletableFuture<Void> sender : senders) {
			sender.get(20, TimeUnit.SECONDS);
		}
		rig.awaitQuiet();
		handle.signalOnce("request-1", Late::add, "after it was received");
		rig.inTransaction(() -> {
			handle.signalOnce("request-2", "add", "second");
			handle.signalOnce("request-2", "add", "second again");
		});
		assertThat(Look.result(handle)).containsExactly("once", "second");
		handle.signalOnce("request-1", Late::add, "and after the end");
	}

	@EngineTest
	void moreSignalsThanAnInboxHoldsAreRefused(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Late.class);
		WorkflowHandle<Late, List<String>> handle = node.client().workflow(Late::run, 1).start();
		rig.awaitQuiet();
		node.engine().stop(Duration.ofSeconds(1));
		UUID runId = UUID.fromString(handle.runId());
		handle.signal(Late::add, "1");
		String digits = IntStream.range(0, 10).mapToObj((i) -> "select " + i + " as n").collect(joining(" union all "));
		rig.jdbc().update("""
				insert into holdfast_inbox (run_id, message_key, sent_at, event_type, payload)
				select run_id, concat(message_key, '-', numbers.n), sent_at + numbers.n, event_type, payload
				from holdfast_inbox, (select a.n * 1000 + b.n * 100 + c.n * 10 + d.n as n
					from (%1$s) a, (%1$s) b, (%1$s) c, (%1$s) d) numbers
				where run_id = ? and numbers.n between 1 and 9998
				""".formatted(digits), runId);
		handle.signal(Late::add, "10000");
		assertThatExceptionOfType(ResourceExhaustedException.class).isThrownBy(() -> handle.signal(Late::add, "over"))
			.withMessageContaining("10,000");
		assertThatExceptionOfType(ResourceExhaustedException.class)
			.isThrownBy(() -> handle.signalOnce("over", Late::add, "over"));
		rig.inTransaction(() -> assertThatExceptionOfType(ResourceExhaustedException.class)
			.isThrownBy(() -> handle.startUpdate(Late::echo, "over").start()));
		handle.cancel("what must get through does");
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_inbox", Integer.class)).isEqualTo(10_001);
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_request", Integer.class)).isZero();
	}

	@EngineTest
	void aWorkflowCanWaitForItsHandlers(EngineRig rig) {
		String id = "draining-" + UUID.randomUUID();
		try (LogLines log = new LogLines(EFFECTS, id)) {
			WorkflowHandle<Slow, List<String>> handle = rig.start(Slow.class).workflow(Slow::run, true).id(id).start();
			rig.awaitQuiet();
			rig.inTransaction(() -> {
				handle.signal(Slow::note, "one");
				handle.startUpdate(Slow::noteToo, "two").start();
				handle.signal(Slow::end);
			});
			rig.advance(Duration.ofMinutes(1));
			assertThat(Look.result(handle)).containsExactly("one", "two");
			assertThat(log.lines()).isEmpty();
		}
	}

	@EngineTest
	void handlersThatAreLeftUnfinishedAreNamed(EngineRig rig) {
		String id = "unfinished-" + UUID.randomUUID();
		try (LogLines log = new LogLines(EFFECTS, id)) {
			WorkflowHandle<Slow, List<String>> handle = rig.start(Slow.class).workflow(Slow::run, false).id(id).start();
			rig.awaitQuiet();
			rig.inTransaction(() -> {
				handle.signal(Slow::note, "one");
				handle.signal(Slow::watch);
				handle.startUpdate(Slow::noteToo, "two").start();
				handle.signal(Slow::end);
			});
			assertThat(Look.result(handle)).isEmpty();
			EngineRig.await(() -> !log.lines().isEmpty());
			assertThat(log.lines()).singleElement().asString().contains("[signal 'note', update 'noteToo']");
		}
	}

	@EngineTest
	void whatIsLeftBehindByContinuingAsNewAndByCancellationIsNamed(EngineRig rig) {
		WorkflowClient client = rig.start(Leaving.class);
		for (String how : List.of("continued as new", "was cancelled")) {
			String id = "leaving-" + UUID.randomUUID();
			try (LogLines log = new LogLines(EFFECTS, id)) {
				WorkflowHandle<Leaving, String> handle = client.workflow(Leaving::run, true).id(id).start();
				rig.awaitQuiet();
				handle.signal(Leaving::note);
				handle.signal("unheard", "x");
				rig.awaitQuiet();
				if (how.equals("was cancelled")) {
					handle.cancel("enough");
				}
				else {
					handle.signal(Leaving::goOn);
				}
				EngineRig.await(() -> log.lines().size() == 2);
				assertThat(log.lines().get(0)).contains(how + " while handlers had not finished: [signal 'note']");
				assertThat(log.lines().get(1)).contains(how + " with signals that nothing has handled: [unheard]");
				Look.awaitStatus(client.handle(id),
						how.equals("was cancelled") ? WorkflowStatus.CANCELED : WorkflowStatus.COMPLETED);
			}
		}
	}

	@EngineTest
	void ofAFailedExecutionNothingIsNamed(EngineRig rig) {
		String id = "failing-" + UUID.randomUUID();
		try (LogLines log = new LogLines(EFFECTS, id)) {
			WorkflowHandle<Leaving, String> handle = rig.start(Leaving.class)
				.workflow(Leaving::run, true)
				.id(id)
				.start();
			rig.awaitQuiet();
			handle.signal(Leaving::note);
			handle.signal("unheard", "x");
			handle.signal(Leaving::fail);
			assertThat(Look.failure(handle).status()).isEqualTo(WorkflowStatus.FAILED);
			rig.awaitQuiet();
			assertThat(log.lines()).isEmpty();
		}
	}

	@EngineTest
	void serialHandlersRunOneAfterTheOther(EngineRig rig) {
		WorkflowHandle<Serial, List<String>> handle = rig.start(Serial.class).workflow(Serial::run, 6).start();
		rig.awaitQuiet();
		rig.inTransaction(() -> {
			handle.signal(Serial::twice, "a");
			handle.startUpdate(Serial::twiceToo, "b").start();
			handle.signal(Serial::twice, "c");
		});
		for (int i = 0; i < 3; i++) {
			rig.advance(Duration.ofMinutes(1));
		}
		assertThat(Look.result(handle)).containsExactly("a1", "a2", "b1", "b2", "c1", "c2");
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.COMPLETED);
	}

	@Workflow
	public static class Late {

		private final List<String> seen = new ArrayList<>();

		@WorkflowMethod
		public List<String> run(int signals) {
			Workflows.await(() -> this.seen.size() >= signals);
			return this.seen;
		}

		@SignalMethod
		public void listen(String name) {
			switch (name) {
				case "*" -> Workflows.onAnySignal((any, arguments) -> this.seen.add("any " + any + ":"
						+ arguments.get(0, String.class) + ((arguments.size() > 1) ? " of " + arguments.size() : "")));
				case "patient" -> Workflows.onSignal(name, (arguments) -> {
					this.seen.add("asked");
					Workflows.sleep(Duration.ofMinutes(1));
					this.seen.add(String.valueOf(arguments.get(0, Integer.class)));
				});
				case "typed" -> Workflows.onSignal(name, Integer.class, (number) -> this.seen.add(name + ":" + number));
				default ->
					Workflows.onSignal(name, (arguments) -> this.seen.add(name + ":" + arguments.get(0, String.class)));
			}
		}

		@SignalMethod
		public void add(String value) {
			this.seen.add(value);
		}

		@UpdateMethod
		public String echo(String value) {
			return value;
		}

	}

	@Workflow
	public static class Listening {

		private final List<String> seen = new ArrayList<>();

		private boolean stopped;

		public Listening() {
			Workflows.onSignal("hello", String.class, this.seen::add);
			Workflows.onQuery("seen", (arguments) -> this.seen.indexOf("main"));
			Workflows.onAnyQuery((name, arguments) -> name + " of " + arguments.size());
			Workflows.onUpdate("twice", (arguments) -> 2 * arguments.get(0, Integer.class));
			Workflows.onAnyUpdate((name, arguments) -> name);
		}

		@WorkflowMethod
		public List<String> run() {
			this.seen.add("main");
			Workflows.onSignal("stop", String.class, (value) -> {
				this.seen.add(value);
				this.stopped = true;
			});
			Workflows.await(() -> this.stopped);
			return this.seen;
		}

	}

	@Workflow
	public static class Slow {

		private final List<String> notes = new ArrayList<>();

		private boolean ended;

		@WorkflowMethod
		public List<String> run(boolean drain) {
			Workflows.await(() -> this.ended && (!drain || Workflows.everyHandlerFinished()));
			return this.notes;
		}

		@SignalMethod
		public void note(String note) {
			Workflows.sleep(Duration.ofMinutes(1));
			this.notes.add(note);
		}

		@UpdateMethod
		public void noteToo(String note) {
			Workflows.sleep(Duration.ofMinutes(1));
			this.notes.add(note);
		}

		@SignalMethod(unfinishedPolicy = UnfinishedHandlerPolicy.ABANDON)
		public void watch() {
			Workflows.await(() -> false);
		}

		@SignalMethod
		public void end() {
			this.ended = true;
		}

	}

	@Workflow
	public static class Leaving {

		private boolean leaves;

		@WorkflowMethod
		public String run(boolean again) {
			if (again) {
				Workflows.await(() -> this.leaves);
				return Workflows.continueAsNew(false);
			}
			return "the second run";
		}

		@SignalMethod
		public void note() {
			Workflows.detached(() -> Workflows.sleep(Duration.ofMinutes(1)));
		}

		@SignalMethod
		public void goOn() {
			this.leaves = true;
		}

		@SignalMethod
		public void fail() {
			throw ApplicationFailure.of("NoMore", "no more");
		}

	}

	@Workflow(serialHandlers = true)
	public static class Serial {

		private final List<String> steps = new ArrayList<>();

		@WorkflowMethod
		public List<String> run(int steps) {
			Workflows.await(() -> this.steps.size() >= steps);
			return this.steps;
		}

		@SignalMethod
		public void twice(String name) {
			this.steps.add(name + "1");
			Workflows.sleep(Duration.ofMinutes(1));
			this.steps.add(name + "2");
		}

		@UpdateMethod
		public void twiceToo(String name) {
			twice(name);
		}

	}

}
