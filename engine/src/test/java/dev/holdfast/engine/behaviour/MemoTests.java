package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.payload.PayloadTooLargeException;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemoTests {

	@EngineTest
	void isChangedByTheWorkflowAndSeenByAll(EngineRig rig) {
		WorkflowClient client = rig.start(Keeper.class);
		WorkflowHandle<Keeper, List<String>> handle = client.workflow(Keeper::run)
			.memo("zone", "north")
			.memo("gone", 1)
			.start();
		rig.awaitQuiet();
		assertThat(handle.describe().memo()).isEqualTo(Map.of("zone", "\"south\"", "steps", "3"));
		assertThat(handle.query(Keeper::zone)).isEqualTo("south");
		rig.advance(Duration.ofHours(1));
		assertThat(Look.result(handle)).containsExactly("north", "south [steps, zone]", "south");
		assertThat(handle.describe().memo()).isEqualTo(Map.of("zone", "\"south\"", "steps", "3"));
		assertThat(Look.types(handle).stream().filter("MemoUpserted"::equals)).hasSize(2);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isReadAsAGenericType(EngineRig rig) {
		WorkflowClient client = rig.start(Lister.class);
		WorkflowHandle<Lister, ?> handle = client.workflow(Lister::run)
			.memo("days", List.of(LocalDate.of(2026, 2, 28), LocalDate.of(2026, 3, 1)))
			.start();
		ParameterizedTypeReference<List<LocalDate>> dates = new ParameterizedTypeReference<>() {
		};
		assertThat(handle.result(dates)).containsExactly(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 2));
	}

	@EngineTest
	void thatIsTooLargeIsRefusedBeforeAnythingIsWritten(EngineRig rig) {
		WorkflowClient client = rig.start(Hoarder.class);
		WorkflowHandle<Hoarder, String> handle = client.workflow(Hoarder::run).start();
		assertThat(Look.result(handle)).isEqualTo("65537 of 65536, still [half]");
		assertThat(Look.types(handle).stream().filter("MemoUpserted"::equals)).hasSize(1);
	}

	@EngineTest
	void ofAStartIsNoLargerThanAnyOther(EngineRig rig) {
		WorkflowClient client = rig.start(Keeper.class);
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> client.workflow(Keeper::run).memo("big", "x".repeat(64 * 1024)))
			.withMessageContaining("65536 are allowed");
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_execution", Integer.class)).isZero();
	}

	@Workflow
	public static class Lister {

		@WorkflowMethod
		public List<String> run() {
			ParameterizedTypeReference<List<LocalDate>> dates = new ParameterizedTypeReference<>() {
			};
			return Workflows.memo()
				.get("days", dates)
				.orElseThrow()
				.stream()
				.map((day) -> day.plusDays(1).toString())
				.toList();
		}

	}

	@Workflow
	public static class Keeper {

		@WorkflowMethod
		public List<String> run() {
			String before = zone();
			Map<String, Object> change = new HashMap<>();
			change.put("zone", "south");
			change.put("gone", null);
			Workflows.upsertMemo(change);
			Workflows.upsertMemo("steps", 3);
			String at = zone() + " " + Workflows.memo().keys();
			Workflows.sleep(Duration.ofHours(1));
			return List.of(before, at, zone());
		}

		@QueryMethod
		public String zone() {
			return Workflows.memo().get("zone", String.class).orElseThrow();
		}

	}

	@Workflow
	public static class Hoarder {

		@WorkflowMethod
		public String run() {
			Workflows.upsertMemo("half", "x".repeat(32 * 1024 - 6));
			try {
				Workflows.upsertMemo("rest", "x".repeat(32 * 1024 - 5));
				return "taken";
			}
			catch (PayloadTooLargeException ex) {
				return ex.size() + " of " + ex.limit() + ", still " + Workflows.memo().keys();
			}
		}

	}

}
