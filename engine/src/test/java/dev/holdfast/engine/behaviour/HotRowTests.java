package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** What keeps a PostgreSQL server quick although rows are updated all the time. */
class HotRowTests {

	private final EngineRig rig = new EngineRig(TestDatabase.POSTGRESQL, false);

	@AfterEach
	void close() {
		this.rig.close();
	}

	@Test
	void isUpdatedInPlaceByOrdinarySteps() {
		WorkflowClient client = this.rig.start(OwnershipTests.Steps.class, OwnershipTests.Worker.class);
		JdbcTemplate jdbc = this.rig.jdbc();
		Map<String, Object> before = updates(jdbc);
		List<WorkflowHandle<OwnershipTests.Steps, Integer>> handles = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			handles.add(client.workflow(OwnershipTests.Steps::run, 50).start());
		}
		handles.forEach((handle) -> assertThat(Look.result(handle)).isEqualTo(50));
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> difference(before, updates(jdbc), "n_tup_upd") >= 450);
		long all = difference(before, updates(jdbc), "n_tup_upd");
		assertThat(difference(before, updates(jdbc), "n_tup_hot_upd")).as("of %s updates, in place", all)
			.isGreaterThan(all * 8 / 10);
	}

	@Test
	void refersToNoOtherRow() {
		assertThat(this.rig.jdbc()
			.queryForObject(
					"select count(*) from information_schema.table_constraints where constraint_type = 'FOREIGN KEY'",
					Integer.class))
			.isZero();
	}

	private static Map<String, Object> updates(JdbcTemplate jdbc) {
		jdbc.queryForList("select pg_stat_clear_snapshot()");
		return jdbc
			.queryForMap("select n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where relname = 'holdfast_run'");
	}

	private static long difference(Map<String, Object> before, Map<String, Object> after, String column) {
		return ((Number) after.get(column)).longValue() - ((Number) before.get(column)).longValue();
	}

}
