package dev.holdfast.engine.activity;

import java.time.Duration;

import dev.holdfast.client.ActivityNotFoundException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.activity.Approvals.Decision;
import dev.holdfast.engine.activity.Approvals.Desk;
import dev.holdfast.engine.activity.Approvals.Watched;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.CanceledFailure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Heartbeats and cancellation of activities that are completed from outside. */
class OutsideHeartbeatTests {

	@EngineTest
	void heartbeatsKeepItAliveAndTheirDetailsReachTheNextAttempt(EngineRig rig) {
		EngineRig.Node node = Approvals.start(rig);
		WorkflowHandle<Watched, String> handle = node.client().workflow(Watched::run).start();
		Desk desk = node.bean(Desk.class);
		String token = desk.awaitToken(1);
		for (int i = 1; i <= 3; i++) {
			rig.advance(Duration.ofSeconds(1));
			Approvals.completion(node).heartbeat(token, "step " + i);
			rig.awaitQuiet();
			assertThat(desk.tokens).hasSize(1);
			rig.advance(Duration.ofSeconds(1));
		}
		rig.advance(Duration.ofSeconds(2));
		Approvals.awaitBackOff(handle);
		rig.advance(Duration.ofSeconds(1));
		String next = desk.awaitToken(2);
		assertThat(desk.failures).containsExactly("none", "HEARTBEAT timeout");
		assertThat(desk.details).containsExactly("none", "step 3");
		assertThatExceptionOfType(ActivityNotFoundException.class)
			.isThrownBy(() -> Approvals.completion(node).heartbeat(token, "late"));
		Approvals.completion(node).complete(next, new Decision("granted", 2));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 2");
	}

	@EngineTest
	void hearsOfItsCancellationByHeartbeatsAndReportsThatItHasStopped(EngineRig rig) {
		EngineRig.Node node = Approvals.start(rig);
		WorkflowHandle<Watched, String> handle = node.client().workflow(Watched::run).start();
		String token = node.bean(Desk.class).awaitToken(1);
		assertThatIllegalStateException().isThrownBy(() -> Approvals.completion(node).cancel(token));
		handle.cancel("not needed");
		EngineRig.await(() -> Approvals.types(handle).contains("ActivityCancelRequested"));
		assertThatExceptionOfType(CanceledFailure.class)
			.isThrownBy(() -> Approvals.completion(node).heartbeat(token, null));
		Approvals.completion(node).cancel(token);
		assertThat(handle.result(EngineRig.PATIENCE)).startsWith("CANCEL_REQUESTED: Cancelled");
	}

	@EngineTest
	void hearsOfACancellationOnAnotherNode(EngineRig rig) {
		EngineRig.Node first = Approvals.start(rig);
		first.client().workflow(Watched::run).id("watched").start();
		String token = first.bean(Desk.class).awaitToken(1);
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node second = Approvals.start(rig);
		WorkflowHandle<?, ?> handle = second.client().handle(Watched.class, "watched");
		handle.cancel("not needed");
		EngineRig.await(() -> Approvals.types(handle).contains("ActivityCancelRequested"));
		assertThatExceptionOfType(CanceledFailure.class)
			.isThrownBy(() -> Approvals.completion(second).heartbeat(token, null));
		second.stop();
		EngineRig.Node third = Approvals.start(rig);
		assertThatExceptionOfType(CanceledFailure.class)
			.isThrownBy(() -> Approvals.completion(third).heartbeat(token, null));
		Approvals.completion(third).complete(token, new Decision("granted all the same", 3));
		assertThat(third.client().handle("watched").result(EngineRig.PATIENCE)).isEqualTo("granted all the same 3");
	}

}
