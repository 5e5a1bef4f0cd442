package dev.holdfast.engine.store;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Looks for rows that nobody would ever look at again. There can be none unless rows were
 * changed by hand: rows that belong together are written together.
 */
public final class LeakAudit {

	private static final Map<String, String> QUESTIONS = new LinkedHashMap<>();

	static {
		QUESTIONS.put("messages without an open run", """
				select count(*) from holdfast_inbox i
				where not exists (select 1 from holdfast_run r where r.run_id = i.run_id)
				""");
		QUESTIONS.put("activities without an open run", """
				select count(*) from holdfast_activity_task a
				where not exists (select 1 from holdfast_run r where r.run_id = a.run_id)
				""");
		QUESTIONS.put("workflow ids that are held by no open run", """
				select count(*) from holdfast_current_run c
				where not exists (select 1 from holdfast_run r where r.run_id = c.run_id)
				""");
		QUESTIONS.put("open runs that do not hold their workflow id", """
				select count(*) from holdfast_run r
				where not exists (select 1 from holdfast_current_run c where c.run_id = r.run_id)
				""");
		QUESTIONS.put("open executions without a run", """
				select count(*) from holdfast_execution e where e.status in ('RUNNING', 'STUCK')
				and not exists (select 1 from holdfast_run r where r.run_id = e.run_id)
				""");
		QUESTIONS.put("open runs without an execution", """
				select count(*) from holdfast_run r
				where not exists (select 1 from holdfast_execution e where e.run_id = r.run_id and e.closed_at is null)
				""");
	}

	private final EngineTransactions transactions;

	private final JdbcTemplate jdbc;

	LeakAudit(EngineTransactions transactions, JdbcTemplate jdbc) {
		this.transactions = transactions;
		this.jdbc = jdbc;
	}

	/** What there is that should not be, and how often. */
	public Map<String, Long> find() {
		Map<String, Long> leaks = new LinkedHashMap<>();
		QUESTIONS.forEach((what, sql) -> {
			Long count = this.transactions.read(() -> this.jdbc.queryForObject(sql, Long.class));
			if (count != null && count > 0) {
				leaks.put(what, count);
			}
		});
		return leaks;
	}

}
