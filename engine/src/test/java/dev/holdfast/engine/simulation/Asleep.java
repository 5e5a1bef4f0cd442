package dev.holdfast.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.run.PendingScan;
import dev.holdfast.engine.store.StoredEvent;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Checks, once there has been no trouble for longer than a lease, that whoever sleeps is
 * woken: an open run that nobody has and that is due at no time waits for messages alone.
 */
final class Asleep {

	private static final String ASLEEP = """
			select r.run_id from holdfast_run r where r.owner is null and r.wake_at is null and r.stuck = false
			""";

	/** Whoever makes these tells the run. */
	private static final String OFFERED = """
			select activity_id from holdfast_activity_task where run_id = ? and remote = true
			""";

	private final JdbcTemplate jdbc;

	private final Recorder recorder;

	Asleep(JdbcTemplate jdbc, Recorder recorder) {
		this.jdbc = jdbc;
		this.recorder = recorder;
	}

	List<Violation> check() {
		List<Violation> violations = new ArrayList<>();
		Map<UUID, List<StoredEvent>> histories = this.recorder.histories();
		for (UUID runId : this.jdbc.queryForList(ASLEEP, UUID.class)) {
			List<HistoryEvent> history = histories.getOrDefault(runId, List.of())
				.stream()
				.map((event) -> this.recorder.decode(runId, event))
				.toList();
			PendingScan pending = new PendingScan(history);
			Set<Long> activities = new TreeSet<>(pending.activities().keySet());
			activities.removeAll(this.jdbc.queryForList(OFFERED, Long.class, runId));
			if (!pending.timers().isEmpty() || !activities.isEmpty()) {
				violations.add(new Violation("I-18", "run " + runId + " sleeps, and nobody will wake it for "
						+ pending.timers() + " and " + activities + " of " + pending.activities()));
			}
		}
		return violations;
	}

}
