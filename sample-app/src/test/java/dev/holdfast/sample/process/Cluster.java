package dev.holdfast.sample.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several order desks on one database, each with a line of its own to it. */
final class Cluster implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofMinutes(6);

	private final DatabaseServer server;

	private final Database database;

	private final JdbcClient books;

	private final Random random;

	private final List<Node> nodes = new ArrayList<>();

	/**
	 * Starts it and does not wait until anybody is ready.
	 * @param logs an empty directory
	 * @param places where the nodes live
	 * @param properties what all nodes are told
	 */
	Cluster(DatabaseServer server, Database database, Path logs, List<Place> places, List<String> properties,
			Random random) throws IOException {
		this.server = server;
		this.database = database;
		this.books = database.client();
		this.random = random;
		Files.createDirectories(logs);
		for (Place place : places) {
			Node node = new Node("node-" + (this.nodes.size() + 1), logs, database,
					new DatabaseProxy(server.port(), server::commitSpotter), properties);
			this.nodes.add(node);
			node.start(place);
		}
	}

	DatabaseServer server() {
		return this.server;
	}

	Database database() {
		return this.database;
	}

	/** The database, by a line of its own. */
	JdbcClient books() {
		return this.books;
	}

	List<Node> nodes() {
		return this.nodes;
	}

	Node anyNode() {
		return this.nodes.get(this.random.nextInt(this.nodes.size()));
	}

	/** Any node that can be asked, or any at all if none can. */
	Node anyNodeThatIsUp(Random choice) {
		List<Node> up = this.nodes.stream().filter(Node::isUp).toList();
		List<Node> among = up.isEmpty() ? this.nodes : up;
		return among.get(choice.nextInt(among.size()));
	}

	void awaitReady() throws Exception {
		await("all order desks to be ready", () -> this.nodes.stream().allMatch(Node::isUp));
	}

	/** How many events there are; 0 while the database cannot be asked. */
	long events() {
		return count("select count(*) from holdfast_event");
	}

	/** A number from the database; 0 while it cannot be asked. */
	long count(String sql) {
		try {
			return this.books.sql(sql).query(Long.class).single();
		}
		catch (DataAccessException ex) {
			return 0;
		}
	}

	/** Whether a node has lost its lease: its peers have removed it. */
	boolean isTakenForDead(Node node) {
		try {
			return this.books.sql("select count(*) from holdfast_node where name = :name")
				.param("name", node.name())
				.query(Long.class)
				.single() == 0;
		}
		catch (DataAccessException ex) {
			return false;
		}
	}

	/** Waits, and starts again what has given up meanwhile. */
	void await(String what, BooleanSupplier condition) throws IOException, InterruptedException {
		if (!await(condition, PATIENCE)) {
			StringBuilder report = new StringBuilder("Waited %s in vain for %s".formatted(PATIENCE, what));
			for (Node node : this.nodes) {
				report.append("%n%n%s:%n%s".formatted(node.name(), node.process().logTail()));
			}
			throw new AssertionError(report);
		}
	}

	/** Waits so long at most; answers whether it came true. */
	boolean await(BooleanSupplier condition, Duration patience) throws IOException, InterruptedException {
		long end = System.nanoTime() + patience.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end) {
				return false;
			}
			for (Node node : this.nodes) {
				node.restartIfItGaveUp(this.random);
			}
			TimeUnit.MILLISECONDS.sleep(20);
		}
		return true;
	}

	@Override
	public void close() throws IOException {
		for (Node node : this.nodes) {
			node.close();
		}
	}

}
