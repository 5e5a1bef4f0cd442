package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;

import static org.assertj.core.api.Assertions.assertThat;

class LeakAuditTests {

	@EngineTest
	void findsNothingUnlessRowsWereChangedByHand(EngineRig rig) {
		EngineRig.Node node = rig.startNode(OwnershipTests.Waiter.class);
		for (int i = 0; i < 3; i++) {
			node.client().workflow(OwnershipTests.Waiter::run).id("w" + i).start();
		}
		node.client().handle(OwnershipTests.Waiter.class, "w0").signal(OwnershipTests.Waiter::go, "end");
		Look.awaitStatus(node.client().handle("w0"), dev.holdfast.client.WorkflowStatus.COMPLETED);
		rig.advance(Duration.ofMinutes(2));
		rig.awaitQuiet();
		assertThat(node.engine().retention().leaks()).isEmpty();
		UUID run = UUID.fromString(node.client().handle("w1").describe().execution().runId());
		node.engine().store().nodes().all();
		rig.jdbc().update("delete from holdfast_run where run_id = ?", run);
		rig.jdbc()
			.update("insert into holdfast_inbox (run_id, message_key, sent_at, event_type, payload) values (?, 'k', 0, 'x', ?)",
					run, new byte[0]);
		rig.clock().advance(Duration.ofMinutes(11));
		EngineRig.await(() -> !node.engine().retention().leaks().isEmpty());
		assertThat(node.engine().retention().leaks()).isEqualTo(Map.of("messages without an open run", 1L,
				"workflow ids that are held by no open run", 1L, "open executions without a run", 1L));
	}

}
