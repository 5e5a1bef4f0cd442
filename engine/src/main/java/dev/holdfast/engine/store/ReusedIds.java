package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.client.WorkflowStatus;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** What the closed executions of an id mean for children that are to use it again. */
final class ReusedIds {

	private static final String CLOSED = """
			select workflow_id, status from holdfast_execution
			where workflow_id in (:ids) and closed_at is not null
			order by started_at, place
			""";

	private static final int BATCH = 1000;

	private ReusedIds() {
	}

	/** The runs among those to be started that their policies forbid. */
	static Set<UUID> forbidden(List<RunCommit> commits, NamedParameterJdbcTemplate jdbc) {
		Map<UUID, NewRun> strict = new HashMap<>();
		for (RunCommit commit : commits) {
			for (NewRun child : commit.children) {
				WorkflowIdReusePolicy policy = commit.reusePolicies.get(child.runId());
				if (policy != null && policy != WorkflowIdReusePolicy.ALLOW_DUPLICATE) {
					strict.put(child.runId(), child);
				}
			}
		}
		Set<UUID> forbidden = new HashSet<>();
		if (strict.isEmpty()) {
			return forbidden;
		}
		Map<String, WorkflowStatus> last = lastStatus(
				strict.values().stream().map(NewRun::workflowId).distinct().toList(), jdbc);
		for (RunCommit commit : commits) {
			commit.reusePolicies.forEach((runId, policy) -> {
				NewRun child = strict.get(runId);
				WorkflowStatus status = (child != null) ? last.get(child.workflowId()) : null;
				if (status != null
						&& (policy == WorkflowIdReusePolicy.REJECT_DUPLICATE || status == WorkflowStatus.COMPLETED)) {
					forbidden.add(runId);
				}
			});
		}
		return forbidden;
	}

	private static Map<String, WorkflowStatus> lastStatus(List<String> ids, NamedParameterJdbcTemplate jdbc) {
		Map<String, WorkflowStatus> last = new HashMap<>();
		List<String> left = new ArrayList<>(ids);
		while (!left.isEmpty()) {
			List<String> some = left.subList(0, Math.min(left.size(), BATCH));
			jdbc.query(CLOSED, Map.of("ids", some), (row) -> {
				last.put(row.getString(1), WorkflowStatus.valueOf(row.getString(2)));
			});
			some.clear();
		}
		return last;
	}

}
