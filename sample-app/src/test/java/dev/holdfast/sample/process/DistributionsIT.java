package dev.holdfast.sample.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.holdfast.sample.OrderDeskClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures how long it takes until another node goes on with the work of one that was
 * killed, and until an update that is requested of one node is recorded by another.
 * Prints what it has measured, and expects nothing of it. Times are those at which
 * PostgreSQL committed. Runs only if told to by {@code -Dholdfast.proof.measure=true}.
 */
@EnabledIfSystemProperty(named = "holdfast.proof.measure", matches = "true")
class DistributionsIT {

	private static final Path DIRECTORY = Path.of("target", "distributions").toAbsolutePath();

	private static final int KILLS = Integer.getInteger("holdfast.proof.kills", 5);

	private static final int MESSAGES = Integer.getInteger("holdfast.proof.messages", 220);

	private static final List<String> TABLE = Collections.synchronizedList(new ArrayList<>());

	private static DatabaseServer server;

	private final Random random = new Random();

	@BeforeAll
	static void startServer() throws IOException {
		FileSystemUtils.deleteRecursively(DIRECTORY);
		server = new PostgresServer(DIRECTORY.resolve("postgres"));
	}

	@AfterAll
	static void stopServer() throws IOException {
		server.close();
		System.out.println(Distribution.head());
		TABLE.forEach(System.out::println);
	}

	@Test
	void takeoverFromAnotherMachine() throws Exception {
		if (Place.canBeSeveral()) {
			takeover("takeover after kill -9, nodes on different machines", "takeover_far", Place.OWN_MACHINE);
		}
	}

	@Test
	void takeoverOnOneMachine() throws Exception {
		takeover("takeover after kill -9, nodes on one machine", "takeover_near", Place.SAME_MACHINE);
	}

	@Test
	void messagesThatWaitForThePoll() throws Exception {
		latency("update to a run of another node, polling", "polling", List.of("holdfast.wake-up.hints=off"));
	}

	@Test
	void messagesThatAreAnnounced() throws Exception {
		latency("update to a run of another node, with NOTIFY", "hints", List.of("holdfast.wake-up.hints=auto"));
	}

	private void takeover(String what, String name, Place place) throws Exception {
		Distribution times = new Distribution();
		Database database = server.create(name);
		try (Cluster cluster = new Cluster(server, database, DIRECTORY.resolve(name), List.of(place, place, place),
				List.of("orderdesk.gateway.delay=200ms"), this.random);
				OrderLoad load = new OrderLoad(cluster, OrderDeskClient.GIVEN_FILE, KILLS, this.random)) {
			cluster.awaitReady();
			load.decide();
			for (int kill = 0; kill < KILLS; kill++) {
				Node victim = cluster.nodes().get(kill % cluster.nodes().size());
				load.importPortionAt(victim, kill);
				cluster.await("work of the node that will be killed", () -> inFlight(cluster, victim).size() >= 5);
				List<UUID> runs = inFlight(cluster, victim);
				victim.kill();
				Instant killed = Instant.now();
				cluster.await("its work to go on", () -> firstEvents(cluster, runs, killed).size() == runs.size());
				firstEvents(cluster, runs, killed).values().forEach((time) -> times.add(millisBetween(killed, time)));
				victim.start(place);
				cluster.awaitReady();
			}
		}
		TABLE.add(times.row(what));
	}

	/** Runs of a node that have something to do. */
	private static List<UUID> inFlight(Cluster cluster, Node node) {
		return cluster.books().sql("""
				select r.run_id from holdfast_run r join holdfast_node n on n.boot_id = r.owner
				where n.name = :name and r.wake_at = 0""").param("name", node.name()).query(UUID.class).list();
	}

	/** When the first event of each run was committed that was recorded after a time. */
	private static Map<UUID, Instant> firstEvents(Cluster cluster, List<UUID> runs, Instant after) {
		Map<UUID, Instant> times = new HashMap<>();
		cluster.books()
			.sql("""
					select run_id, min(pg_xact_commit_timestamp(xmin)) from holdfast_event
					where run_id in (:runs) and recorded_at > :after group by run_id""")
			.param("runs", runs)
			.param("after", after.getEpochSecond() * 1_000_000 + after.getNano() / 1000)
			.query((row) -> {
				times.put(row.getObject(1, UUID.class), row.getTimestamp(2).toInstant());
			});
		return times;
	}

	private void latency(String what, String name, List<String> properties) throws Exception {
		Distribution times = new Distribution();
		Database database = server.create(name);
		try (Cluster cluster = new Cluster(server, database, DIRECTORY.resolve(name),
				List.of(Place.SAME_MACHINE, Place.SAME_MACHINE), properties, this.random)) {
			cluster.awaitReady();
			OrderDeskClient owner = cluster.nodes().get(0).process().client();
			OrderDeskClient sender = cluster.nodes().get(1).process().client();
			assertThat(owner.importText(largeOrders()).number("started")).isEqualTo(MESSAGES);
			cluster.await("orders to wait for approval", () -> waiting(cluster) == MESSAGES && atRest(cluster));
			Map<String, Instant> sent = new HashMap<>();
			for (String invoice : owner.invoices("AWAITING_APPROVAL")) {
				// At any time between two polls.
				TimeUnit.MILLISECONDS.sleep(this.random.nextInt(300));
				sent.put("order-" + invoice, Instant.now());
				assertThat(sender.decide(invoice, true, "somebody").status()).isEqualTo(202);
			}
			assertThat(cluster.await(() -> waiting(cluster) == 0, Duration.ofSeconds(60))).isTrue();
			cluster.books()
				.sql("""
						select x.workflow_id, pg_xact_commit_timestamp(e.xmin) from holdfast_event e
						join holdfast_execution x on x.run_id = e.run_id where e.event_type = 'UpdateAccepted'""")
				.query((row) -> {
					Timestamp recorded = row.getTimestamp(2);
					times.add(millisBetween(sent.get(row.getString(1)), recorded.toInstant()));
				});
		}
		TABLE.add(times.row(what));
	}

	private static long waiting(Cluster cluster) {
		return cluster.count("select count(*) from customer_order where state = 'AWAITING_APPROVAL'");
	}

	/** Whether all runs are the first node's, and wait. */
	private static boolean atRest(Cluster cluster) {
		return cluster.count("""
				select count(*) from holdfast_run r join holdfast_node n on n.boot_id = r.owner
				where n.name = 'node-1' and r.wake_at > 0""") == MESSAGES;
	}

	private static String largeOrders() throws IOException {
		StringBuilder text = new StringBuilder(Files.readAllLines(OrderDeskClient.GIVEN_FILE).get(0)).append('\n');
		for (int order = 0; order < MESSAGES; order++) {
			text.append(800_000 + order).append(",85123A,A LARGE ORDER,1,12/1/2010 8:26,1500,17850,United Kingdom\n");
		}
		return text.toString();
	}

	private static double millisBetween(Instant from, Instant to) {
		return Duration.between(from, to).toNanos() / 1e6;
	}

}
