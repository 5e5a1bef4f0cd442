package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.holdfast.engine.history.ChildAttributes.ExternalRequestDelivered;
import dev.holdfast.engine.history.ChildAttributes.ExternalRequestFailed;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Messages of the steps of a group to executions of which only the workflow id is known.
 * The runs that have these ids are held open until the group is written, so that none
 * ends elsewhere with a message that was said to be delivered.
 */
final class Deliveries {

	private static final int BATCH = 1000;

	private static final String WAITING = """
			select run_id, count(*) from holdfast_inbox where run_id in (:runIds) group by run_id
			""";

	private final Map<String, UUID> open = new HashMap<>();

	private final Set<String> busy = new HashSet<>();

	private final Map<RunCommit, List<StoredMessage>> sent = new HashMap<>();

	/** Holds the runs that the steps of a group speak to. */
	static Deliveries hold(List<RunCommit> group, SendGate gate) {
		Deliveries deliveries = new Deliveries();
		List<String> ids = group.stream()
			.flatMap((commit) -> commit.externalRequests.stream())
			.map(ExternalRequest::workflowId)
			.distinct()
			.sorted()
			.toList();
		for (int from = 0; from < ids.size(); from += BATCH) {
			SendGate.Held held = gate.tryHold(ids.subList(from, Math.min(ids.size(), from + BATCH)));
			deliveries.open.putAll(held.runs());
			deliveries.busy.addAll(held.busy());
		}
		return deliveries;
	}

	/**
	 * Whether a step must wait, because an execution that it speaks to is just ending.
	 */
	boolean mustWait(RunCommit commit) {
		return !this.busy.isEmpty()
				&& commit.externalRequests.stream().anyMatch((request) -> this.busy.contains(request.workflowId()));
	}

	/**
	 * The messages of those steps that are written, and what each sender is told.
	 * @param started the runs that the same steps start
	 */
	List<StoredMessage> messages(List<RunCommit> winners, Collection<NewRun> started, EventCodec codec,
			MessageOrder order, NamedParameterJdbcTemplate jdbc) {
		List<StoredMessage> messages = new ArrayList<>();
		if (winners.stream().allMatch((commit) -> commit.externalRequests.isEmpty())) {
			return messages;
		}
		started.forEach((run) -> this.open.put(run.workflowId(), run.runId()));
		Set<UUID> ending = new HashSet<>();
		for (RunCommit commit : winners) {
			NewRun next = commit.successor();
			if (next != null) {
				this.open.replace(commit.workflowId, commit.runId, next.runId());
			}
			if (commit.isClosing()) {
				ending.add(commit.runId);
			}
		}
		Map<UUID, Integer> waiting = waiting(jdbc);
		for (RunCommit commit : winners) {
			for (ExternalRequest request : commit.externalRequests) {
				UUID receiver = receiver(request);
				boolean open = receiver != null && !ending.contains(receiver);
				EventAttributes told = new ExternalRequestFailed(request.requestId(), open);
				if (receiver != null && open && waiting.merge(receiver, 1, Integer::sum) <= Mailing.CAPACITY) {
					StoredMessage message = request.message().to(receiver, codec);
					messages.add(message);
					this.sent.computeIfAbsent(commit, (key) -> new ArrayList<>()).add(message);
					told = new ExternalRequestDelivered(request.requestId());
				}
				messages
					.add(StoredMessage.of(commit.runId, "request:" + request.requestId(), order, codec, told, null));
			}
		}
		return messages;
	}

	private Map<UUID, Integer> waiting(NamedParameterJdbcTemplate jdbc) {
		Map<UUID, Integer> waiting = new HashMap<>();
		List<UUID> receivers = List.copyOf(this.open.values());
		for (int from = 0; from < receivers.size(); from += BATCH) {
			List<UUID> some = receivers.subList(from, Math.min(receivers.size(), from + BATCH));
			jdbc.query(WAITING, Map.of("runIds", some), (row) -> {
				waiting.put(row.getObject(1, UUID.class), row.getInt(2));
			});
		}
		return waiting;
	}

	/** What a step has sent. */
	List<StoredMessage> sentBy(RunCommit commit) {
		return this.sent.getOrDefault(commit, List.of());
	}

	private @Nullable UUID receiver(ExternalRequest request) {
		UUID current = this.open.get(request.workflowId());
		return (request.runId() == null || request.runId().equals(current)) ? current : null;
	}

}
