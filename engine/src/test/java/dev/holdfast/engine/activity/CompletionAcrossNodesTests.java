package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.holdfast.client.ActivityNotFoundException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.activity.Approvals.Approval;
import dev.holdfast.engine.activity.Approvals.Decision;
import dev.holdfast.engine.activity.Approvals.Desk;
import dev.holdfast.engine.store.CommitSeam;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What waits for a completion from outside goes on whatever becomes of nodes and commits.
 */
class CompletionAcrossNodesTests {

	@EngineTest
	void survivesTheEndOfTheNodeWithoutAnotherAttempt(EngineRig rig) {
		EngineRig.Node first = Approvals.start(rig);
		first.client().workflow(Approval::run).id("kept").start();
		String token = first.bean(Desk.class).awaitToken(1);
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node second = Approvals.start(rig);
		rig.advance(Duration.ofSeconds(20));
		rig.awaitQuiet();
		Approvals.completion(second).complete(token, new Decision("granted", 3));
		WorkflowHandle<?, ?> handle = second.client().handle(Approval.class, "kept");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 3");
		assertThat(second.bean(Desk.class).tokens).isEmpty();
	}

	@EngineTest
	void survivesTheLossOfTheNodeWithoutAnotherAttempt(EngineRig rig) {
		EngineRig.Node first = Approvals.start(rig);
		first.client().workflow(Approval::run).id("kept").start();
		String token = first.bean(Desk.class).awaitToken(1);
		rig.awaitQuiet();
		first.freeze();
		EngineRig.Node second = Approvals.start(rig);
		rig.clock().advance(Duration.ofSeconds(11));
		Approvals.completion(second).complete(token, new Decision("granted", 3));
		WorkflowHandle<?, ?> handle = second.client().handle(Approval.class, "kept");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 3");
		assertThat(second.bean(Desk.class).tokens).isEmpty();
	}

	@EngineTest
	void timesOutFromTheBeginningOfTheAttemptAlsoOnAnotherNode(EngineRig rig) {
		EngineRig.Node first = Approvals.start(rig);
		first.client().workflow(Approval::run).id("slow").start();
		String token = first.bean(Desk.class).awaitToken(1);
		rig.advance(Duration.ofSeconds(50));
		rig.awaitQuiet();
		first.stop();
		EngineRig.Node second = Approvals.start(rig);
		rig.advance(Duration.ofSeconds(10));
		Approvals.awaitBackOff(second.client().handle(Approval.class, "slow"));
		rig.advance(Duration.ofSeconds(1));
		Desk desk = second.bean(Desk.class);
		String next = desk.awaitToken(1);
		assertThat(desk.failures).containsExactly("START_TO_CLOSE timeout");
		assertThatExceptionOfType(ActivityNotFoundException.class)
			.isThrownBy(() -> Approvals.completion(second).complete(token, new Decision("late", 0)));
		Approvals.completion(second).complete(next, new Decision("granted", 2));
		assertThat(second.client().handle(Approval.class, "slow").result(EngineRig.PATIENCE)).isEqualTo("granted 2");
	}

	@EngineTest
	void survivesCommitsThatFail(EngineRig rig) {
		AtomicInteger commits = new AtomicInteger();
		rig.seam(new CommitSeam() {

			@Override
			public <T extends @Nullable Object> T commit(Supplier<T> transaction) {
				int number = commits.incrementAndGet() % 4;
				failIf(number == 1);
				T result = transaction.get();
				failIf(number == 3);
				return result;
			}

			private void failIf(boolean fail) {
				if (fail) {
					throw new DataAccessResourceFailureException("the connection broke");
				}
			}

		});
		EngineRig.Node node = Approvals.start(rig);
		List<WorkflowHandle<Approval, String>> handles = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			handles.add(node.client().workflow(Approval::run).start());
		}
		Desk desk = node.bean(Desk.class);
		desk.awaitToken(8);
		for (String token : desk.tokens) {
			Approvals.completion(node).heartbeat(token, "half way");
			Approvals.completion(node).complete(token, new Decision("granted", 1));
		}
		for (WorkflowHandle<Approval, String> handle : handles) {
			assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("granted 1");
			assertThat(Approvals.types(handle)).containsExactly("WorkflowStarted", "ActivityScheduled",
					"ActivityCompleted", "WorkflowCompleted");
		}
		assertThat(desk.tokens).hasSize(8);
	}

}
