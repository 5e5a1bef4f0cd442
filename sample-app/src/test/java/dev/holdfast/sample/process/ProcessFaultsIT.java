package dev.holdfast.sample.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.holdfast.sample.Approver;
import dev.holdfast.sample.OrderDeskClient;
import dev.holdfast.sample.books.Books;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three order desks on one database, which import the file and carry it out while they
 * are killed and frozen, their lines are cut in the middle of commits, and the database
 * server falls over. Then the books balance to the unit and the penny, and the histories
 * have no flaw. How many faults is up to {@code -Dholdfast.proof.faults}, one of each
 * kind by default, and {@code -Dholdfast.proof.kinds} chooses some kinds only;
 * {@code -Dholdfast.proof.seed} repeats their choice, though not their microsecond.
 */
class ProcessFaultsIT {

	private static final int INVOICES = 512;

	private static final int FAULTS_IN_A_ROUND = 25;

	private static final Path DIRECTORY = Path.of("target", "faults").toAbsolutePath();

	/** Short, so that many can be lost. */
	private static final List<String> PROPERTIES = List.of("holdfast.lease-duration=3s", "holdfast.poll-interval=300ms",
			"orderdesk.gateway.delay=20ms");

	private static DatabaseServer server;

	@TestFactory
	Stream<DynamicTest> workOfNodesThatFailIsDoneOnceByTheOthers() {
		int faults = Integer.getInteger("holdfast.proof.faults", Fault.values().length);
		long seed = Long.getLong("holdfast.proof.seed", System.nanoTime());
		Random random = new Random(seed);
		List<DynamicTest> rounds = new ArrayList<>();
		for (int done = 0; done < faults; done += FAULTS_IN_A_ROUND) {
			List<Fault> planned = plan(Math.min(FAULTS_IN_A_ROUND, faults - done), random);
			String name = "round_" + (rounds.size() + 1);
			long roundSeed = random.nextLong();
			rounds.add(DynamicTest.dynamicTest("%s of seed %d with %d faults".formatted(name, seed, planned.size()),
					() -> new Round(name, new Random(roundSeed), planned).play()));
		}
		return rounds.stream();
	}

	/** Each kind as often as the others, in any order. */
	private static List<Fault> plan(int count, Random random) {
		String kinds = System.getProperty("holdfast.proof.kinds", "");
		List<Fault> chosen = kinds.isEmpty() ? Arrays.asList(Fault.values())
				: Stream.of(kinds.split(",")).map(Fault::valueOf).toList();
		List<Fault> planned = new ArrayList<>();
		while (planned.size() < count) {
			List<Fault> all = new ArrayList<>(chosen);
			Collections.shuffle(all, random);
			planned.addAll(all.subList(0, Math.min(all.size(), count - planned.size())));
		}
		return planned;
	}

	private static synchronized DatabaseServer server() throws IOException {
		if (server == null) {
			FileSystemUtils.deleteRecursively(DIRECTORY);
			server = new PostgresServer(DIRECTORY.resolve("postgres"));
		}
		return server;
	}

	@AfterAll
	static void stopServer() throws IOException {
		if (server != null) {
			server.close();
		}
	}

	/** One database, from the first start of its order desks to the last outcome. */
	private static final class Round {

		private final String name;

		private final Random random;

		private final List<Fault> faults;

		private final List<Future<?>> imports = new ArrayList<>();

		private final long began = System.nanoTime();

		Round(String name, Random random, List<Fault> faults) {
			this.name = name;
			this.random = random;
			this.faults = faults;
		}

		void play() throws Exception {
			Database database = server().create(this.name);
			List<Place> places = Stream.generate(() -> Node.anyPlace(this.random)).limit(3).toList();
			tell("on %s, nodes as %s", server().name(), places);
			try (Cluster cluster = new Cluster(server(), database, DIRECTORY.resolve(this.name), places, PROPERTIES,
					this.random);
					OrderLoad load = new OrderLoad(cluster, OrderDeskClient.GIVEN_FILE, this.faults.size() + 1,
							this.random)) {
				cluster.awaitReady();
				tell("all are ready");
				load.decide();
				for (int fault = 0; fault < this.faults.size(); fault++) {
					struck(cluster, load, fault);
				}
				this.imports.add(load.importPortion(load.portions() - 1));
				quiesce(cluster, load);
				assertThat(violations(cluster, load)).isEmpty();
				tell("the books balance, and the histories have no flaw");
			}
		}

		/**
		 * A fault comes while a portion is imported and carried out, and the next one not
		 * before work has gone on.
		 */
		private void struck(Cluster cluster, OrderLoad load, int fault) throws Exception {
			long before = cluster.events();
			this.imports.add(load.importPortion(fault));
			long moment = before + this.random.nextInt(200);
			cluster.await(() -> cluster.events() > moment || hasNothingToDo(cluster), Cluster.PATIENCE);
			tell("%d. %s", fault + 1, this.faults.get(fault).strike(cluster, this.random));
			long after = cluster.events();
			cluster.await("work to go on after fault " + (fault + 1),
					() -> cluster.events() > after + 50 || hasNothingToDo(cluster));
		}

		private boolean hasNothingToDo(Cluster cluster) {
			return this.imports.stream().allMatch(Future::isDone)
					&& cluster.count("select count(*) from holdfast_event") > 0
					&& cluster.count("select count(*) + 1 from holdfast_run") == 1;
		}

		private void quiesce(Cluster cluster, OrderLoad load) throws Exception {
			cluster.await("all imports to be acknowledged", () -> this.imports.stream().allMatch(Future::isDone));
			for (Future<?> done : this.imports) {
				try {
					done.get();
				}
				catch (ExecutionException ex) {
					throw new AssertionError("An import failed", ex.getCause());
				}
			}
			tell("all imports are acknowledged; %d requests had no answer or one of failure", load.unanswered());
			cluster.await("all orders to close",
					() -> cluster.count("select count(*) from customer_order where state = 'CLOSED'") == INVOICES
							&& hasNothingToDo(cluster));
			tell("all orders are closed");
			cluster.awaitReady();
			cluster.await("the nodes that are gone to be removed",
					() -> cluster.count("select count(*) from holdfast_node") == cluster.nodes().size());
			assertThatAnyNodeAnswersForAnyOrder(cluster);
		}

		/** What has closed is replayed to answer, by a node that did not execute it. */
		private void assertThatAnyNodeAnswersForAnyOrder(Cluster cluster) throws IOException {
			List<String> invoices = cluster.anyNode().client().invoices("CLOSED");
			assertThat(invoices).hasSize(INVOICES);
			for (int count = 0; count < 60; count++) {
				String invoice = invoices.get(this.random.nextInt(INVOICES));
				assertThat(cluster.anyNode().client().order(invoice).text("step")).as(invoice).isEqualTo("CLOSED");
			}
		}

		private List<String> violations(Cluster cluster, OrderLoad load) throws IOException {
			List<String> found = new ArrayList<>();
			found.addAll(new Books(OrderDeskClient.GIVEN_FILE, Approver::approves).discrepancies(cluster.books()));
			found.addAll(new HistoryAudit(cluster.books()).violations(byExecution(load.approver().accepted()),
					byExecution(load.approver().said())));
			found.addAll(new EffectAudit(cluster.books()).violations());
			cluster.nodes().forEach((node) -> found.addAll(LogAudit.violations(node)));
			return found;
		}

		private static Map<String, Integer> byExecution(Map<String, Integer> byInvoice) {
			return byInvoice.entrySet()
				.stream()
				.collect(Collectors.toMap((entry) -> "order-" + entry.getKey(), Map.Entry::getValue));
		}

		private void tell(String what, Object... arguments) {
			System.out.printf("%s, %6d ms: %s%n", this.name, (System.nanoTime() - this.began) / 1_000_000,
					what.formatted(arguments));
		}

	}

}
