package dev.holdfast.engine.examples;

import java.util.concurrent.atomic.AtomicReference;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TransactionalStartExampleTests {

	@EngineTest
	void theCommitOfTheCallerStartsTheWorkflow(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<ShippingWorkflow, String> handle = node.bean(Orders.class).place("1", false);
		handle.signal(ShippingWorkflow::ship, "tracking-1");
		assertThat(handle.result()).isEqualTo("order 1 shipped as tracking-1");
		assertThat(orders(rig)).isEqualTo(1);
	}

	@EngineTest
	void aRollbackOfTheCallerMeansThatTheWorkflowNeverWas(EngineRig rig) {
		EngineRig.Node node = start(rig);
		assertThatIllegalStateException().isThrownBy(() -> node.bean(Orders.class).place("1", true));
		rig.awaitQuiet();
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> node.client().handle("shipping-1"));
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_event", Integer.class)).isZero();
		assertThat(orders(rig)).isZero();
		assertThat(node.bean(Orders.class).place("1", false).describe().execution().status())
			.isEqualTo(WorkflowStatus.RUNNING);
	}

	@EngineTest
	void theWorkflowDoesNotBeginBeforeTheCommit(EngineRig rig) {
		EngineRig.Node node = start(rig);
		AtomicReference<WorkflowHandle<ShippingWorkflow, String>> handle = new AtomicReference<>();
		rig.inTransaction(() -> {
			handle.set(node.client().workflow(ShippingWorkflow::run, "1").id("shipping-1").start());
			rig.awaitQuiet();
			assertThat(node.engine().ownedRuns()).isZero();
		});
		EngineRig.await(() -> node.engine().ownedRuns() == 1);
		handle.get().signal(ShippingWorkflow::ship, "tracking-1");
		assertThat(handle.get().result()).endsWith("tracking-1");
	}

	@EngineTest
	void signalsJoinTheTransactionOfTheCaller(EngineRig rig) {
		EngineRig.Node node = start(rig);
		Orders orders = node.bean(Orders.class);
		WorkflowHandle<ShippingWorkflow, String> handle = orders.place("1", false);
		assertThatIllegalStateException().isThrownBy(() -> orders.ship("1", "tracking-1", true));
		rig.awaitQuiet();
		assertThat(handle.describe().execution().status()).isEqualTo(WorkflowStatus.RUNNING);
		orders.ship("1", "tracking-2", false);
		assertThat(handle.result()).isEqualTo("order 1 shipped as tracking-2");
	}

	@EngineTest
	void aResultCannotBeWaitedForBeforeTheCommit(EngineRig rig) {
		EngineRig.Node node = start(rig);
		assertThatIllegalStateException()
			.isThrownBy(() -> rig
				.inTransaction(() -> node.client().workflow(ShippingWorkflow::run, "1").id("shipping-1").execute()))
			.withMessageContaining("start()");
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> node.client().handle("shipping-1"));
	}

	private static EngineRig.Node start(EngineRig rig) {
		rig.jdbc().execute("create table placed_order (id varchar(20))");
		return rig.startNode(ShippingWorkflow.class, Orders.class);
	}

	private static int orders(EngineRig rig) {
		Integer count = rig.jdbc().queryForObject("select count(*) from placed_order", Integer.class);
		return (count != null) ? count : -1;
	}

	@Service
	public static class Orders {

		private final WorkflowClient client;

		private final JdbcTemplate jdbc;

		public Orders(@Lazy WorkflowClient client, JdbcTemplate jdbc) {
			this.client = client;
			this.jdbc = jdbc;
		}

		@Transactional
		public WorkflowHandle<ShippingWorkflow, String> place(String id, boolean fail) {
			this.jdbc.update("insert into placed_order (id) values (?)", id);
			WorkflowHandle<ShippingWorkflow, String> handle = this.client.workflow(ShippingWorkflow::run, id)
				.id("shipping-" + id)
				.start();
			if (fail) {
				throw new IllegalStateException("The order was not placed after all");
			}
			return handle;
		}

		@Transactional
		public void ship(String id, String tracking, boolean fail) {
			this.client.handle(ShippingWorkflow.class, "shipping-" + id).signal(ShippingWorkflow::ship, tracking);
			if (fail) {
				throw new IllegalStateException("The parcel was not sent after all");
			}
		}

	}

	@Workflow
	public static class ShippingWorkflow {

		private String tracking = "";

		@WorkflowMethod
		public String run(String order) {
			Workflows.await(() -> !this.tracking.isEmpty());
			return "order " + order + " shipped as " + this.tracking;
		}

		@SignalMethod
		public void ship(String tracking) {
			this.tracking = tracking;
		}

	}

}
