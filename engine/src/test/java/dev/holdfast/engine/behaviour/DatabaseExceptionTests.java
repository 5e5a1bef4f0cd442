package dev.holdfast.engine.behaviour;

import java.sql.SQLException;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What clients are told when the database does not do what the engine asks. */
class DatabaseExceptionTests {

	@EngineTest
	void areThoseOfSpring(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Gate.class);
		WorkflowHandle<Gate, String> handle = node.client().workflow(Gate::run).start();
		rig.awaitQuiet();
		rig.jdbc().execute("alter table holdfast_execution rename to elsewhere");
		requireSprings(() -> node.client().workflow(Gate::run).id("a").start());
		requireSprings(() -> rig.inTransaction(() -> node.client().workflow(Gate::run).id("b").start()));
		rig.jdbc().execute("alter table elsewhere rename to holdfast_execution");
		rig.jdbc().execute("alter table holdfast_inbox rename to elsewhere");
		requireSprings(() -> handle.signal(Gate::open, "lost"));
		rig.jdbc().execute("alter table elsewhere rename to holdfast_inbox");
		handle.signal(Gate::open, "kept");
		assertThat(Look.result(handle)).isEqualTo("kept");
		rig.awaitQuiet();
		Invariants.check(rig.jdbc());
	}

	private static void requireSprings(ThrowingCallable call) {
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(call)
			.havingRootCause()
			.isInstanceOf(SQLException.class);
	}

	@Workflow
	public static class Gate {

		private String key = "";

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> !this.key.isEmpty());
			return this.key;
		}

		@SignalMethod
		public void open(String key) {
			this.key = key;
		}

	}

}
