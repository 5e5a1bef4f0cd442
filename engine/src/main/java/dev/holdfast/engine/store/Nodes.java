package dev.holdfast.engine.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of nodes: one for each process, renewed whatever it owns. Each is changed by
 * statements that commit by themselves: who removes a node and is paused meanwhile must
 * not keep it from renewing its lease, and who is paused while it renews its lease must
 * not keep the others from removing it.
 */
public final class Nodes {

	private static final String INSERT = """
			insert into holdfast_node (boot_id, name, process, task_queues, workflow_types, activity_types, free_slots,
				started_at, lease_until)
			values (?, ?, ?, ?, ?, ?, ?, ?, ?)
			""";

	private static final String RENEW = "update holdfast_node set lease_until = ? where boot_id = ?";

	private static final String PUBLISH = "update holdfast_node set free_slots = ? where boot_id = ?";

	private static final String DELETE = "delete from holdfast_node where boot_id = ?";

	private static final Pattern FREE = Pattern.compile("(\\d{1,9}) (.+)");

	private final EngineTransactions transactions;

	private final SingleStatements statements;

	private final NodeRepository nodes;

	private @Nullable ReservedConnection reserved;

	private @Nullable JdbcTemplate onReserved;

	Nodes(EngineTransactions transactions, SingleStatements statements, NodeRepository nodes) {
		this.transactions = transactions;
		this.statements = statements;
		this.nodes = nodes;
	}

	/**
	 * Renews leases on a connection that is kept for that.
	 * @param statements runs statements on that connection
	 */
	public void renewOn(ReservedConnection reserved, JdbcTemplate statements) {
		this.reserved = reserved;
		this.onReserved = statements;
	}

	/** Registers a node; of an earlier attempt nobody may know what became. */
	public void register(StoredNode node) {
		this.statements.update(DELETE, node.bootId());
		this.statements.update(INSERT, node.bootId(), node.name(), node.process(), String.join("\n", node.taskQueues()),
				String.join("\n", node.workflowTypes()), String.join("\n", node.activityTypes()),
				text(node.freeSlots()), node.startedAt(), node.leaseUntil());
	}

	/** Writes down for how many more activities a node has room. */
	public void publish(UUID bootId, Map<String, Integer> freeSlots) {
		this.statements.update(PUBLISH, text(freeSlots), bootId);
	}

	private static String text(Map<String, Integer> freeSlots) {
		return new TreeMap<>(freeSlots).entrySet()
			.stream()
			.map((queue) -> queue.getValue() + " " + queue.getKey())
			.collect(Collectors.joining("\n"));
	}

	/** A line that cannot be read, from another version say, is no room. */
	private static Map<String, Integer> freeSlots(String text) {
		Map<String, Integer> slots = new TreeMap<>();
		text.lines().forEach((line) -> {
			Matcher queue = FREE.matcher(line);
			if (queue.matches()) {
				slots.put(queue.group(2), Integer.valueOf(queue.group(1)));
			}
		});
		return slots;
	}

	/** Extends a lease; answers whether the node is still known. */
	public boolean renew(UUID bootId, long leaseUntil) {
		JdbcTemplate kept = this.onReserved;
		return ((kept != null) ? kept.update(RENEW, leaseUntil, bootId)
				: this.statements.update(RENEW, leaseUntil, bootId)) == 1;
	}

	/** Removes a node that ends, and gives back the connection that is kept for it. */
	public void remove(UUID bootId) {
		try {
			this.statements.update(DELETE, bootId);
		}
		finally {
			ReservedConnection kept = this.reserved;
			if (kept != null) {
				kept.close();
			}
		}
	}

	public List<StoredNode> all() {
		return this.transactions.read(() -> this.nodes.findAll()
			.stream()
			.map((row) -> new StoredNode(row.bootId, row.name, row.process, row.taskQueues.lines().toList(),
					row.workflowTypes.lines().toList(), row.activityTypes.lines().toList(), freeSlots(row.freeSlots),
					row.startedAt, row.leaseUntil))
			.toList());
	}

}
