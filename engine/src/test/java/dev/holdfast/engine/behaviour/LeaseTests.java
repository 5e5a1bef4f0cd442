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
			for (int i = 0; i < 20; i++) {
				EngineRig.await(() -> first.engine()
					.store()
					.nodes()
					.all()
					.stream()
					.mapToLong(StoredNode::leaseUntil)
					.allMatch((until) -> until == rig.clock().micros() + lease.toNanos() / 1000));
				rig.clock().advance(lease.dividedBy(2));
			}
			worker.letGo();
			assertThat(Look.result(handle)).isEqualTo(1);
			assertThat(worker.waiting).as("attempts, in ten times the lease").hasValue(1);
			assertThat(second.bean(OwnershipTests.Worker.class).waiting).hasValue(0);
		}
		finally {
			rig.close();
		}
	}

}
