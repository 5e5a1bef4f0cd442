package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.holdfast.engine.history.ChildAttributes.ExternalRequestDelivered;
import dev.holdfast.engine.history.ChildAttributes.ExternalRequestFailed;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Messages of the steps of a group to other runs. The workflow ids that they go to are
 * held until the group is written, so that no run ends elsewhere with a message that it
 * has not seen: either it is there before the close looks for it, or the close was there
 * before, and then it goes to the run that follows.
 */
final class Deliveries {

	private static final int BATCH = 1000;

	private static final String WAITING = """
			select run_id, count(*) from holdfast_inbox where run_id in (:runIds) group by run_id
			""";

	private final SendGate gate;

	private final Map<String, UUID> open = new HashMap<>();

	private final Set<String> busy = new HashSet<>();

	private final Set<UUID> going = new HashSet<>();

	private final Set<UUID> ending = new HashSet<>();

	private final Map<RunCommit, List<StoredMessage>> sent = new HashMap<>();

	private Deliveries(SendGate gate) {
		this.gate = gate;
	}

	/** Holds the workflow ids that the steps of a group speak to. */
	static Deliveries hold(List<RunCommit> group, SendGate gate) {
		Deliveries deliveries = new Deliveries(gate);
		TreeSet<String> ids = new TreeSet<>();
		for (RunCommit commit : group) {
			commit.externalRequests.forEach((request) -> ids.add(request.workflowId()));
			ids.addAll(commit.receivers.values());
		}
		deliveries.hold(List.copyOf(ids));
		return deliveries;
	}

	private void hold(List<String> ids) {
		for (int from = 0; from < ids.size(); from += BATCH) {
			SendGate.Held held = this.gate.tryHold(ids.subList(from, Math.min(ids.size(), from + BATCH)));
			this.open.putAll(held.runs());
			this.busy.addAll(held.busy());
		}
	}

	/** The workflow ids that are held. */
	Set<String> held() {
		return Set.copyOf(this.open.keySet());
	}

	/**
	 * Whether a step must wait, because an execution that it speaks to is just ending.
	 */
	boolean mustWait(RunCommit commit) {
		return !this.busy.isEmpty() && (commit.receivers.values().stream().anyMatch(this.busy::contains)
				|| commit.externalRequests.stream().anyMatch((request) -> this.busy.contains(request.workflowId())));
	}

	/**
	 * Takes in what becomes of runs by the group itself.
	 * @param winners the steps that are written
	 * @param started the runs that they start
	 */
	void follow(List<RunCommit> winners, Collection<NewRun> started) {
		for (NewRun run : started) {
			this.open.put(run.workflowId(), run.runId());
			this.going.add(run.runId());
		}
		for (RunCommit commit : winners) {
			NewRun next = commit.successor();
			if (next != null) {
				this.open.replace(commit.workflowId, commit.runId, next.runId());
				this.going.add(next.runId());
			}
			(commit.isClosing() ? this.ending : this.going).add(commit.runId);
		}
		this.going.addAll(this.open.values());
		this.going.removeAll(this.ending);
	}

	/**
	 * Messages to executions of which only the workflow id is known, and what each sender
	 * is told.
	 */
	List<StoredMessage> requested(List<RunCommit> winners, EventCodec codec, MessageOrder order,
			NamedParameterJdbcTemplate jdbc) {
		List<StoredMessage> messages = new ArrayList<>();
		if (winners.stream().allMatch((commit) -> commit.externalRequests.isEmpty())) {
			return messages;
		}
		Map<UUID, Integer> waiting = waiting(jdbc);
		for (RunCommit commit : winners) {
			for (ExternalRequest request : commit.externalRequests) {
				UUID receiver = receiver(request);
				boolean open = receiver != null && !this.ending.contains(receiver);
				EventAttributes told = new ExternalRequestFailed(request.requestId(), open);
				if (receiver != null && open && waiting.merge(receiver, 1, Integer::sum) <= Mailing.CAPACITY) {
					StoredMessage message = request.message().to(receiver, codec);
					messages.add(message);
					sent(commit, message);
					told = new ExternalRequestDelivered(request.requestId());
				}
				messages
					.add(StoredMessage.of(commit.runId, "request:" + request.requestId(), order, codec, told, null));
			}
		}
		return messages;
	}

	/**
	 * What the steps send to runs, as somebody can receive it; what nobody can is left
	 * out.
	 */
	List<StoredMessage> addressed(List<RunCommit> winners, Redirects redirects) {
		List<StoredMessage> messages = new ArrayList<>();
		for (RunCommit commit : winners) {
			for (StoredMessage message : commit.messages) {
				if (this.going.contains(message.runId())) {
					messages.add(message);
					continue;
				}
				String workflowId = Objects.requireNonNullElse(commit.receivers.get(message.runId()),
						commit.workflowId);
				StoredMessage redirected = redirect(message, workflowId, redirects);
				if (redirected != null) {
					messages.add(redirected);
					sent(commit, redirected);
				}
			}
		}
		return messages;
	}

	private @Nullable StoredMessage redirect(StoredMessage message, String workflowId, Redirects redirects) {
		StoredMessage redirected = redirects.redirect(message);
		if (redirected == null || this.going.contains(redirected.runId())) {
			return redirected;
		}
		if (this.ending.contains(redirected.runId())) {
			return null;
		}
		// it was reset after the ids were held, so nobody keeps the new run open yet
		SendGate.Held held = this.gate.tryHold(List.of(workflowId));
		if (!held.busy().isEmpty()) {
			throw new CannotAcquireLockException(
					"Workflow '" + workflowId + "' was reset and is ending while it is sent a message");
		}
		return redirects.redirect(message);
	}

	private void sent(RunCommit commit, StoredMessage message) {
		this.sent.computeIfAbsent(commit, (key) -> new ArrayList<>()).add(message);
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

	/** What a step has sent to runs that it did not know. */
	List<StoredMessage> sentBy(RunCommit commit) {
		return this.sent.getOrDefault(commit, List.of());
	}

	private @Nullable UUID receiver(ExternalRequest request) {
		UUID current = this.open.get(request.workflowId());
		return (request.runId() == null || request.runId().equals(current)) ? current : null;
	}

}
