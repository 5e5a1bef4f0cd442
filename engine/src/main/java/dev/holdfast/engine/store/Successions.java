package dev.holdfast.engine.store;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.holdfast.engine.history.EventCodec;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes runs that take the place of runs that end, in the commit that ends them: the
 * workflow id is never free in between.
 */
final class Successions {

	private static final String HAND_OVER_ID = """
			update holdfast_current_run set run_id = ?, first_run_id = ? where workflow_id = ? and run_id = ?
			""";

	/** Requests that were handed over are known to the run that hears them. */
	private static final String HAND_OVER_REQUESTS = """
			insert into holdfast_request (run_id, request_key, name, stage, requested_at)
			select i.run_id, r.request_key, r.name, r.stage, r.requested_at from holdfast_request r, holdfast_inbox i
			where r.run_id = ? and r.stage = 'REQUESTED' and i.run_id = ? and i.message_key = r.request_key
			""";

	private final JdbcTemplate jdbc;

	private final InboxRepository inbox;

	private final EventCodec codec;

	private final MessageOrder order;

	private final TakenPast takenPast;

	Successions(JdbcTemplate jdbc, InboxRepository inbox, EventCodec codec, MessageOrder order) {
		this.jdbc = jdbc;
		this.inbox = inbox;
		this.codec = codec;
		this.order = order;
		this.takenPast = new TakenPast(jdbc, codec, order);
	}

	/** The run that the chain of a closing run goes on as, or {@code null}. */
	static @Nullable UUID nextInChain(RunCommit commit) {
		RunCommit.Successor successor = commit.successor;
		return (successor != null && successor.inChain()) ? successor.run().runId() : null;
	}

	void write(List<RunCommit> ending, StatelessSession session) {
		if (ending.isEmpty()) {
			return;
		}
		List<NewRun> runs = ending.stream().map((commit) -> Objects.requireNonNull(commit.successor())).toList();
		Rows.insert(runs, session, this.order);
		for (RunCommit commit : ending) {
			RunCommit.Successor successor = Objects.requireNonNull(commit.successor);
			NewRun next = successor.run();
			this.jdbc.update(HAND_OVER_ID, next.runId(), next.firstRunId(), commit.workflowId, commit.runId);
			if (successor.inChain()) {
				handOver(commit.runId, next, session);
			}
			this.takenPast.write(next, session);
		}
	}

	/**
	 * What was said to the execution and not heard goes to the run that it goes on as;
	 * and what became of something that a reset takes over goes to the run that took it.
	 */
	private void handOver(UUID ending, NewRun next, StatelessSession session) {
		NewRun.Past past = next.past();
		long kept = (past != null && past.fromRunId().equals(ending)) ? past.toEvent() : 0;
		List<StoredMessage> messages = this.inbox.findAll(ending)
			.stream()
			.filter((message) -> Redirects.TO_EXECUTION.contains(message.eventType())
					|| (Redirects.OUTCOMES.contains(message.eventType()) && message.about() <= kept))
			.filter((message) -> past == null || !past.tells(message, this.codec))
			.map((message) -> message.to(next.runId(), this.codec))
			// what a reset tells again was said before
			.map((message) -> (past != null) ? message.at(this.order.next()) : message)
			.toList();
		if (!messages.isEmpty()) {
			session.insertMultiple(messages.stream().map(Rows::message).toList());
			this.jdbc.update(HAND_OVER_REQUESTS, ending, next.runId());
		}
	}

}
