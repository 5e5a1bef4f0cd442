package dev.holdfast.engine.behaviour;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.store.CommitSeam;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.TestDatabase;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** On PostgreSQL two threads write steps, of which one writes what concerns others. */
class CommitLanesTests {

	private final EngineRig rig = new EngineRig(TestDatabase.POSTGRESQL, false);

	private final Blocked blocked = new Blocked();

	private WorkflowClient client;

	@BeforeEach
	void start() {
		this.client = this.rig.seam(this.blocked).startNode(Walk.class, Family.class, Feet.class).client();
	}

	@AfterEach
	void close() {
		this.blocked.release();
		this.rig.close();
	}

	@Test
	void aStepIsNotHeldUpByOneThatIsBeingWritten() {
		this.blocked.next();
		WorkflowHandle<Walk, Integer> held = this.client.workflow(Walk::run, 1).id("held").start();
		this.blocked.awaitReached();
		for (int i = 0; i < 20; i++) {
			assertThat(this.client.workflow(Walk::run, 3).execute()).isEqualTo(3);
		}
		assertThat(Look.types(held)).containsExactly("WorkflowStarted");
		this.blocked.release();
		assertThat(Look.result(held)).isEqualTo(1);
		this.rig.awaitQuiet();
		Invariants.check(this.rig.jdbc());
	}

	@Test
	void stepsThatConcernOthersAreWrittenOneAfterTheOther() {
		this.blocked.next();
		WorkflowHandle<Family, Integer> held = this.client.workflow(Family::run).start();
		this.blocked.awaitReached();
		WorkflowHandle<Family, Integer> next = this.client.workflow(Family::run).start();
		for (int i = 0; i < 20; i++) {
			assertThat(this.client.workflow(Walk::run, 1).execute()).isEqualTo(1);
		}
		assertThat(List.of(Look.types(held), Look.types(next)))
			.allSatisfy((types) -> assertThat(types).containsExactly("WorkflowStarted"));
		this.blocked.release();
		assertThat(List.of(Look.result(held), Look.result(next))).containsOnly(2);
		this.rig.awaitQuiet();
		Invariants.check(this.rig.jdbc());
	}

	/** Holds up a commit. */
	private static final class Blocked implements CommitSeam {

		private final AtomicBoolean armed = new AtomicBoolean();

		private final CountDownLatch reached = new CountDownLatch(1);

		private final CountDownLatch released = new CountDownLatch(1);

		void next() {
			this.armed.set(true);
		}

		void awaitReached() {
			EngineRig.await(() -> this.reached.getCount() == 0);
		}

		void release() {
			this.released.countDown();
		}

		@Override
		public <T extends @Nullable Object> T commit(Supplier<T> transaction) {
			if (this.armed.compareAndSet(true, false)) {
				this.reached.countDown();
				try {
					if (!this.released.await(EngineRig.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
						throw new IllegalStateException("was never released");
					}
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			return transaction.get();
		}

	}

	/** Takes steps. */
	@Workflow
	public static class Walk {

		private final Feet feet;

		public Walk(Feet feet) {
			this.feet = feet;
		}

		@WorkflowMethod
		public int run(int steps) {
			for (int i = 0; i < steps; i++) {
				this.feet.step();
			}
			return steps;
		}

	}

	/** Sends a child for a walk. */
	@Workflow
	public static class Family {

		@WorkflowMethod
		public int run() {
			return Workflows.child(Walk::run, 2).execute();
		}

	}

	/** Feet. */
	@Activity
	public static class Feet {

		@ActivityMethod(startToCloseTimeout = "1h")
		public void step() {
		}

	}

}
