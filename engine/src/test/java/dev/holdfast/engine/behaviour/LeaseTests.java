package dev.holdfast.engine.behaviour;

import java.time.Duration;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.store.StoredNode;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeaseTests {

	@Test
	void isRenewedWhileAnActivityTakesManyTimesAsLong() {
		Duration lease = Duration.ofMillis(300);
		EngineRig rig = new EngineRig(TestDatabase.POSTGRESQL, false);
		try {
			rig.lease(lease);
			EngineRig.Node first = rig.startNode(OwnershipTests.Steps.class, OwnershipTests.Worker.class);
			OwnershipTests.Worker worker = first.bean(OwnershipTests.Worker.class);
			worker.hold();
			WorkflowHandle<OwnershipTests.Steps, Integer> handle = first.client()
				.workflow(OwnershipTests.Steps::run, 1)
				.start();
			EngineRig.await(() -> worker.waiting.get() == 1);
			EngineRig.Node second = rig.startNode(OwnershipTests.Steps.class, OwnershipTests.Worker.class);
			passWithRenewals(rig, second, lease);
			worker.letGo();
			assertThat(Look.result(handle)).isEqualTo(1);
			assertThat(worker.waiting).as("attempts, in ten times the lease").hasValue(1);
			assertThat(second.bean(OwnershipTests.Worker.class).waiting).hasValue(0);
		}
		finally {
			rig.close();
		}
	}

	@Test
	void isRenewedWhileTheApplicationHasAllConnections() {
		Duration lease = Duration.ofMillis(300);
		EngineRig rig = new EngineRig(TestDatabase.POSTGRESQL, false);
		try {
			rig.lease(lease).reserveConnections();
			EngineRig.Node first = rig.startNode(OwnershipTests.Waiter.class);
			WorkflowHandle<OwnershipTests.Waiter, String> handle = first.client()
				.workflow(OwnershipTests.Waiter::run)
				.start();
			rig.awaitQuiet();
			EngineRig.Node second = rig.startNode(OwnershipTests.Waiter.class);
			passWithRenewals(rig, second, lease);
			first.exhaustConnections(true);
			EngineRig.await(() -> first.engine().ownership().failure() != null);
			passWithRenewals(rig, second, lease);
			assertThat(epoch(rig)).as("how often the run was taken").isEqualTo(1);
			first.exhaustConnections(false);
			handle.signal(OwnershipTests.Waiter::go, "on");
			assertThat(Look.result(handle)).isEqualTo("on");
			assertThat(second.engine().ownedRuns()).isZero();
		}
		finally {
			rig.close();
		}
	}

	/** Ten times the lease. */
	private static void passWithRenewals(EngineRig rig, EngineRig.Node looking, Duration lease) {
		for (int i = 0; i < 20; i++) {
			EngineRig.await(() -> looking.engine()
				.store()
				.nodes()
				.all()
				.stream()
				.mapToLong(StoredNode::leaseUntil)
				.allMatch((until) -> until == rig.clock().micros() + lease.toNanos() / 1000));
			rig.clock().advance(lease.dividedBy(2));
		}
	}

	private static long epoch(EngineRig rig) {
		return rig.jdbc().queryForObject("select epoch from holdfast_run", Long.class);
	}

}
