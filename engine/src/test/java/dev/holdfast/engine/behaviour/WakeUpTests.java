package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.HintBus;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.junit.jupiter.api.Assumptions;

import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What concerns runs of another node reaches that node without its polling: it polls so
 * seldom here that a test would be over long before.
 */
class WakeUpTests {

	private static final Class<?>[] OWNER = { Counter.class, Courier.class, Letters.class };

	private EngineRig.Node client;

	private EngineRig.Node owner;

	@EngineTest
	void startsWhatOnlyAnotherNodeHosts(EngineRig rig) {
		rig.poll(Duration.ofMinutes(10)).notifications();
		this.client = rig.startNode(OWNER);
		this.owner = rig.worker("elsewhere", new WorkerSettings(2, 2)).startNode(OWNER);
		awaitChannels(rig, this.client, this.owner);
		WorkflowHandle<Counter, Integer> counter = this.client.client()
			.workflow(Counter::run, 0)
			.taskQueue("elsewhere")
			.start();
		assertThat(Look.result(counter)).isZero();
	}

	@EngineTest
	void bringsSignals(EngineRig rig) {
		startNodes(rig);
		WorkflowHandle<Counter, Integer> counter = startCounter(rig, 3);
		for (int i = 0; i < 3; i++) {
			this.client.client().handle("counter").signal("add", 2);
		}
		assertThat(Look.result(counter)).isEqualTo(6);
	}

	@EngineTest
	void bringsUpdatesAndTheirResults(EngineRig rig) {
		startNodes(rig);
		startCounter(rig, 3);
		assertThat(this.client.client().handle("counter").update("addAndGet", Integer.class, 5)).isEqualTo(5);
		assertThat(this.client.client().handle("counter").update("addAndGet", Integer.class, 5)).isEqualTo(10);
	}

	@EngineTest
	void bringsRequestsToCancel(EngineRig rig) {
		startNodes(rig);
		WorkflowHandle<Counter, Integer> counter = startCounter(rig, 3);
		this.client.client().handle("counter").cancel();
		Look.awaitStatus(counter, WorkflowStatus.CANCELED);
	}

	@EngineTest
	void bringsWhatPassesBetweenParentsAndChildren(EngineRig rig) {
		startNodes(rig);
		WorkflowHandle<Parent, String> done = this.client.client().workflow(Parent::run, 0).start();
		assertThat(Look.result(done)).isEqualTo("0");
		WorkflowHandle<Parent, String> canceled = this.client.client().workflow(Parent::run, 3).start();
		EngineRig.await(() -> this.owner.engine().ownedRuns() == 1);
		canceled.signal(Parent::giveUp);
		assertThat(Look.result(canceled)).isEqualTo("CanceledFailure");
	}

	@EngineTest
	void bringsResultsFromOutside(EngineRig rig) {
		startNodes(rig);
		WorkflowHandle<Courier, String> courier = this.owner.client().workflow(Courier::run, "x").id("courier").start();
		EngineRig.await(() -> Letters.token.get() != null);
		this.client.bean(ActivityCompletionClient.class).complete(Letters.token.getAndSet(null), "delivered");
		assertThat(Look.result(courier)).isEqualTo("delivered");
	}

	@EngineTest
	void followsTheCommitOfTheSender(EngineRig rig) {
		HintBus bus = new HintBus();
		rig.poll(Duration.ofMinutes(10)).hints(bus);
		this.client = rig.startNode(Parent.class);
		this.owner = rig.startNode(OWNER);
		List<WorkflowHandle<Counter, Integer>> counters = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			counters.add(this.owner.client().workflow(Counter::run, 1).id("counter-" + i).start());
		}
		rig.awaitQuiet();
		int before = bus.sent();
		transaction().executeWithoutResult((status) -> {
			for (int i = 0; i < 20; i++) {
				this.client.client().handle("counter-" + i).signal("add", 100);
			}
			status.setRollbackOnly();
		});
		rig.awaitQuiet();
		assertThat(bus.sent()).isEqualTo(before);
		transaction().executeWithoutResult((status) -> {
			for (int i = 0; i < 20; i++) {
				this.client.client().handle("counter-" + i).signal("add", i);
			}
			assertThat(bus.sent()).isEqualTo(before);
		});
		for (int i = 0; i < 20; i++) {
			assertThat(Look.result(counters.get(i))).isEqualTo(i);
		}
	}

	@EngineTest
	void isSentOnceForAllThatGathersMeanwhile(EngineRig rig) {
		HintBus bus = new HintBus();
		rig.poll(Duration.ofMinutes(10)).hints(bus);
		this.client = rig.startNode(Parent.class);
		this.owner = rig.startNode(OWNER);
		List<WorkflowHandle<Counter, Integer>> counters = new ArrayList<>();
		for (int i = 0; i < 21; i++) {
			counters.add(this.owner.client().workflow(Counter::run, 1).id("counter-" + i).start());
		}
		rig.awaitQuiet();
		int before = bus.sent();
		bus.hold();
		this.client.client().handle("counter-0").signal("add", 0);
		EngineRig.await(() -> bus.sent() == before + 1);
		for (int i = 1; i < 21; i++) {
			this.client.client().handle("counter-" + i).signal("add", i);
		}
		bus.goOn();
		for (int i = 0; i < 21; i++) {
			assertThat(Look.result(counters.get(i))).isEqualTo(i);
		}
		assertThat(bus.sent() - before).as("one that was held up, and one for all others").isEqualTo(2);
	}

	@EngineTest
	void survivesAnError(EngineRig rig) {
		HintBus bus = new HintBus();
		rig.poll(Duration.ofMinutes(10)).hints(bus);
		this.client = rig.startNode(Parent.class);
		this.owner = rig.startNode(OWNER);
		WorkflowHandle<Counter, Integer> counter = startCounter(rig, 2);
		int before = bus.sent();
		bus.failOnce(new OutOfMemoryError("as if"));
		this.client.client().handle("counter").signal("add", 1);
		EngineRig.await(() -> bus.sent() > before);
		this.client.client().handle("counter").signal("add", 2);
		assertThat(Look.result(counter)).isEqualTo(3);
	}

	@EngineTest
	void letsOthersTakeOverWhatANodeGivesBack(EngineRig rig) {
		rig.poll(Duration.ofMinutes(10)).notifications();
		EngineRig.Node first = rig.startNode(OWNER);
		EngineRig.Node second = rig.startNode(OWNER);
		awaitChannels(rig, first, second);
		first.client().workflow(Courier::run, "y").id("courier").start();
		EngineRig.await(() -> Letters.token.getAndSet(null) != null);
		first.client().workflow(Counter::run, 1).id("counter").start();
		rig.awaitQuiet();
		second.client().handle("counter").signal("add", 4);
		first.stop();
		assertThat(second.client().handle(Counter.class, "counter").result(Integer.class)).isEqualTo(4);
	}

	@EngineTest
	void isNotNeeded(EngineRig rig) {
		rig.poll(Duration.ofMillis(50)).hints(new HintBus().loseAll());
		this.client = rig.startNode(Parent.class);
		this.owner = rig.startNode(OWNER);
		WorkflowHandle<Counter, Integer> counter = startCounter(rig, 2);
		this.client.client().handle("counter").signal("add", 1);
		assertThat(this.client.client().handle("counter").update("addAndGet", Integer.class, 5)).isEqualTo(6);
		assertThat(Look.result(counter)).isEqualTo(6);
		assertThat(Look.result(this.client.client().workflow(Parent::run, 0).start())).isEqualTo("0");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void findsWhatItMissedWhenItListensAgain(EngineRig rig) {
		startNodes(rig);
		Assumptions.assumeTrue(isPostgres(rig));
		WorkflowHandle<Counter, Integer> counter = startCounter(rig, 1);
		rig.jdbc()
			.queryForList(
					"select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and datname = current_database()");
		this.client.client().handle("counter").signal("add", 7);
		assertThat(Look.result(counter)).isEqualTo(7);
	}

	private void startNodes(EngineRig rig) {
		rig.poll(Duration.ofMinutes(10)).notifications();
		this.client = rig.startNode(Parent.class);
		this.owner = rig.startNode(OWNER);
		awaitChannels(rig, this.client, this.owner);
	}

	private static void awaitChannels(EngineRig rig, EngineRig.Node... nodes) {
		EngineRig.await(() -> Stream.of(nodes).allMatch((node) -> node.engine().hearsHints()));
		rig.awaitQuiet();
	}

	private static boolean isPostgres(EngineRig rig) {
		return rig.jdbc()
			.queryForList("select 1 from information_schema.tables where lower(table_name) = 'pg_class'")
			.size() == 1;
	}

	private WorkflowHandle<Counter, Integer> startCounter(EngineRig rig, int messages) {
		WorkflowHandle<Counter, Integer> counter = this.owner.client()
			.workflow(Counter::run, messages)
			.id("counter")
			.start();
		rig.awaitQuiet();
		return counter;
	}

	private TransactionTemplate transaction() {
		return new TransactionTemplate(this.client.bean(JpaTransactionManager.class));
	}

	@Workflow
	public static class Counter {

		private int messages;

		private int sum;

		@WorkflowMethod
		public int run(int messages) {
			Workflows.await(() -> this.messages >= messages);
			return this.sum;
		}

		@SignalMethod
		public void add(int number) {
			this.messages++;
			this.sum += number;
		}

		@UpdateMethod
		public int addAndGet(int number) {
			add(number);
			return this.sum;
		}

	}

	@Workflow
	public static class Parent {

		private boolean givenUp;

		@WorkflowMethod
		public String run(int messages) {
			return Workflows.scope((scope) -> {
				var child = Workflows.child("Counter", Integer.class, messages).async();
				Workflows.await(() -> this.givenUp || child.isCompleted());
				if (this.givenUp) {
					scope.cancel("enough");
				}
				try {
					return String.valueOf(child.get());
				}
				catch (ChildWorkflowFailure failure) {
					return failure.getCause().getClass().getSimpleName();
				}
			});
		}

		@SignalMethod
		public void giveUp() {
			this.givenUp = true;
		}

	}

	@Workflow
	public static class Courier {

		private final Letters letters;

		public Courier(Letters letters) {
			this.letters = letters;
		}

		@WorkflowMethod
		public String run(String letter) {
			return this.letters.deliver(letter);
		}

	}

	@Activity
	public static class Letters {

		static final AtomicReference<String> token = new AtomicReference<>();

		@ActivityMethod(startToCloseTimeout = "1h")
		public String deliver(String letter) {
			token.set(Activities.completeLater());
			return null;
		}

	}

}
