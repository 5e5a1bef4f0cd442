package dev.holdfast.engine.behaviour;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.store.Claims;
import dev.holdfast.engine.store.StoredNode;
import dev.holdfast.engine.store.StoredRun;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs that nobody has, and several who want them. */
class ClaimTests {

	private static final List<String> QUEUES = List.of("default");

	private static final List<String> TYPES = List.of("Sleeper");

	@EngineTest
	void ofWhatHasGoneThroughOtherHandsMeanwhileIsRefused(EngineRig rig) {
		Claims claims = unstarted(rig, 1);
		List<StoredRun> seen = candidates(rig, claims, 10);
		UUID other = UUID.randomUUID();
		assertThat(claims.claim(seen, other)).hasSize(1);
		claims.releaseAll(other);
		assertThat(candidates(rig, claims, 10)).as("it looks as it did").hasSize(1);
		assertThat(claims.claim(seen, UUID.randomUUID())).as("but it is not").isEmpty();
		assertThat(claims.claim(candidates(rig, claims, 10), UUID.randomUUID())).hasSize(1);
	}

	@EngineTest
	void byTwoAtOnceGivesEachRunToOneAndSomeToBoth(EngineRig rig) {
		Claims claims = unstarted(rig, 300);
		CyclicBarrier bothHaveLooked = new CyclicBarrier(2);
		List<CompletableFuture<List<UUID>>> claimers = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			claimers.add(CompletableFuture.supplyAsync(() -> claimAll(rig, claims, bothHaveLooked),
					(task) -> new Thread(task).start()));
		}
		List<UUID> first = claimers.get(0).join();
		List<UUID> second = claimers.get(1).join();
		assertThat(first.size() + second.size()).isEqualTo(300);
		Set<UUID> all = new HashSet<>(first);
		all.addAll(second);
		assertThat(all).hasSize(300);
		assertThat(first).as("neither keeps the other from working").isNotEmpty();
		assertThat(second).isNotEmpty();
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(EngineRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError("The other did not come", ex);
		}
	}

	private static List<UUID> claimAll(EngineRig rig, Claims claims, CyclicBarrier bothHaveLooked) {
		List<UUID> mine = new ArrayList<>();
		boolean first = true;
		UUID self = UUID.randomUUID();
		for (List<StoredRun> seen = candidates(rig, claims, 20); !seen.isEmpty(); seen = candidates(rig, claims, 20)) {
			List<StoredRun> shuffled = new ArrayList<>(seen);
			java.util.Collections.shuffle(shuffled);
			if (first) {
				await(bothHaveLooked);
				first = false;
			}
			claims.claim(shuffled.subList(0, Math.min(10, shuffled.size())), self)
				.forEach((run) -> mine.add(run.runId()));
		}
		return mine;
	}

	@EngineTest
	void looksAtNoMoreThanThereIsRoomFor(EngineRig rig) {
		Claims claims = unstarted(rig, 300);
		assertThat(candidates(rig, claims, 100)).hasSize(100);
		rig.maxRuns(50);
		EngineRig.Node node = rig.startNode(Sleeper.class);
		EngineRig.await(() -> rig.jdbc()
			.queryForObject("select count(*) from holdfast_event where event_type = 'TimerStarted'",
					Integer.class) == 300);
		EngineRig.await(() -> node.engine().ownedRuns() <= 50);
	}

	@EngineTest
	void findsWhatIsDueEarlierThanWhatWasFoundBefore(EngineRig rig) {
		Claims claims = unstarted(rig, 10);
		claims.claim(candidates(rig, claims, 10), UUID.randomUUID());
		assertThat(candidates(rig, claims, 10)).isEmpty();
		rig.jdbc().update("update holdfast_run set owner = null, wake_at = 1");
		assertThat(candidates(rig, claims, 100)).as("there is no place from which it goes on").hasSize(10);
	}

	@EngineTest
	void removesNoNodeWhoseLeaseWasRenewedMeanwhile(EngineRig rig) {
		EngineRig.Node node = rig.createNode((context) -> context.register(Sleeper.class));
		StoredNode seen = new StoredNode(UUID.randomUUID(), "other", "nowhere", List.of(), List.of(), List.of(),
				Map.of(), 0, 100);
		node.engine().store().nodes().register(seen);
		assertThat(node.engine().store().nodes().renew(seen.bootId(), 200)).isTrue();
		assertThat(node.engine().store().claims().reap(seen, 1000)).isNull();
		assertThat(node.engine().store().nodes().all()).extracting(StoredNode::bootId).contains(seen.bootId());
	}

	@EngineTest(Extent.HALF)
	void leavesToANodeThatHasComeBackWhatItHas(EngineRig rig) {
		EngineRig.Node node = rig.createNode((context) -> context.register(Sleeper.class));
		node.client().workflow(Sleeper::run).start();
		StoredNode back = new StoredNode(UUID.randomUUID(), "other", "nowhere", List.of(), List.of(), List.of(),
				Map.of(), 0, 100);
		node.engine().store().nodes().register(back);
		rig.jdbc().update("update holdfast_run set owner = ?", back.bootId());
		assertThat(node.engine().store().claims().releaseOrphans(back.bootId(), 1000).runs()).isZero();
		node.engine().store().nodes().remove(back.bootId());
		assertThat(node.engine().store().claims().releaseOrphans(back.bootId(), 1000).runs()).isEqualTo(1);
	}

	@EngineTest
	void takesWhatHasLostItsNodesAndWaitsForMessages(EngineRig rig) {
		EngineRig.Node node = rig.createNode((context) -> context.register(Told.class));
		node.client().workflow(Told::run).id("told").start();
		node.engine().start();
		rig.awaitQuiet();
		node.stop();
		rig.jdbc().update("update holdfast_run set owner = null, lost_nodes = 2, wake_at = null");
		EngineRig.Node other = rig.startNode(Told.class);
		other.client().handle(Told.class, "told").signal(Told::tell);
		assertThat(other.client().handle(Told.class, "told").result(String.class)).isEqualTo("told");
	}

	@Workflow
	public static class Told {

		private boolean told;

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.told);
			return "told";
		}

		@SignalMethod
		public void tell() {
			this.told = true;
		}

	}

	@EngineTest
	void isByStartsOfNodesAndNotByTheirNames(EngineRig rig) {
		EngineRig.Node first = rig.startNode(Sleeper.class);
		WorkflowHandle<Sleeper, Void> handle = first.client().workflow(Sleeper::run).id("w").start();
		rig.awaitQuiet();
		first.freeze();
		EngineRig.Node second = rig.startNode(Sleeper.class);
		rig.jdbc().update("update holdfast_node set name = 'same'");
		rig.clock().advance(java.time.Duration.ofSeconds(11));
		EngineRig.await(() -> rig.jdbc()
			.queryForObject("select count(*) from holdfast_run where owner is null", Integer.class) == 1);
		assertThat(second.client().handle("w").describe().execution().runId()).isEqualTo(handle.runId());
	}

	@EngineTest
	void ofARunThatHasLostFiveNodesIsRefusedUntilItIsResumed(EngineRig rig) {
		Claims claims = unstarted(rig, 1);
		UUID run = candidates(rig, claims, 1).get(0).runId();
		for (int i = 1; i <= Claims.MAX_TAKEOVERS; i++) {
			UUID owner = UUID.randomUUID();
			assertThat(claims.claim(candidates(rig, claims, 1), owner)).hasSize(1);
			Claims.TakenOver taken = claims.releaseOrphans(owner, rig.clock().micros());
			assertThat(taken.runs()).isOne();
			assertThat(taken.quarantined()).isEqualTo((i < Claims.MAX_TAKEOVERS) ? List.of() : List.of(run));
		}
		assertThat(candidates(rig, claims, 1)).isEmpty();
		assertThat(rig.jdbc()
			.queryForObject("select last_failure from holdfast_execution where status = 'STUCK'", String.class))
			.contains("seems to end the process");
		assertThat(claims.resume(run, rig.clock().micros())).isTrue();
		assertThat(candidates(rig, claims, 1)).hasSize(1);
	}

	@EngineTest
	void ofARunThatIsGivenBackInOrderBlamesNobody(EngineRig rig) {
		Claims claims = unstarted(rig, 1);
		for (int i = 0; i < 20; i++) {
			UUID owner = UUID.randomUUID();
			assertThat(claims.claim(candidates(rig, claims, 1), owner)).hasSize(1);
			claims.releaseAll(owner);
		}
		assertThat(candidates(rig, claims, 1)).singleElement()
			.satisfies((run) -> assertThat(run.failedTasks()).isZero());
		assertThat(lostNodes(rig)).isZero();
	}

	@EngineTest
	void ofARunThatGetsOnBlamesNobodyAnyMore(EngineRig rig) {
		Claims claims = unstarted(rig, 1);
		UUID owner = UUID.randomUUID();
		claims.claim(candidates(rig, claims, 1), owner);
		claims.releaseOrphans(owner, rig.clock().micros());
		assertThat(lostNodes(rig)).isOne();
		assertThat(candidates(rig, claims, 1)).singleElement()
			.satisfies((run) -> assertThat(run.failedTasks()).as("its code did not fail").isZero());
		rig.startNode(Sleeper.class);
		EngineRig.await(() -> lostNodes(rig) == 0);
	}

	private static int lostNodes(EngineRig rig) {
		return Objects.requireNonNull(rig.jdbc().queryForObject("select lost_nodes from holdfast_run", Integer.class));
	}

	@EngineTest
	void leavesRunsOfNewerVersionsToNewerNodes(EngineRig rig) {
		Claims claims = unstarted(rig, 2);
		UUID newer = candidates(rig, claims, 1).get(0).runId();
		rig.jdbc().update("update holdfast_run set flags = 4 where run_id = ?", newer);
		EngineRig.Node node = rig.startNode(Sleeper.class);
		EngineRig.await(() -> node.engine().ownedRuns() == 1);
		node.engine().ownership().hint(newer);
		rig.awaitQuiet();
		assertThat(rig.jdbc()
			.queryForObject("select count(*) from holdfast_run where owner is null and stuck = false and run_id = ?",
					Integer.class, newer))
			.isOne();
	}

	private static Claims unstarted(EngineRig rig, int runs) {
		EngineRig.Node node = rig.createNode((context) -> context.register(Sleeper.class));
		rig.inTransaction(() -> {
			for (int i = 0; i < runs; i++) {
				node.client().workflow(Sleeper::run).start();
			}
		});
		return node.engine().store().claims();
	}

	private static List<StoredRun> candidates(EngineRig rig, Claims claims, int limit) {
		return claims.candidates(rig.clock().micros(), QUEUES, TYPES, false, limit);
	}

	@Workflow
	public static class Sleeper {

		@WorkflowMethod
		public void run() {
			Workflows.sleep(java.time.Duration.ofDays(1));
		}

	}

}
