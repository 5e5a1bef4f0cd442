package dev.holdfast.sample.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.holdfast.sample.Approver;
import dev.holdfast.sample.OrderDeskClient;
import dev.holdfast.sample.OrderDeskClient.Answer;
import dev.holdfast.sample.books.Books;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

/**
 * The packaged order desk is killed with SIGKILL at random moments, while it starts,
 * imports and works, and started again until all is done. Then every invoice has exactly
 * one outcome, and stock and money balance to the unit and the penny. How many rounds is
 * up to {@code -Dholdfast.crash.rounds}, 1 by default; a round that failed is repeated
 * with {@code -Dholdfast.crash.seed}, though not to the microsecond.
 */
class CrashRecoveryIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final int INVOICES = 512;

	private static final Path DIRECTORY = Path.of("target", "crash").toAbsolutePath();

	private static final String H2_URL = "jdbc:h2:async:%s/orderdesk;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";

	private static PostgresServer postgres;

	@TestFactory
	Stream<DynamicTest> workThatIsKilledIsFinishedOnceOnAnH2File() {
		return rounds("H2", (name) -> {
			Path directory = Files.createDirectories(DIRECTORY.resolve(name));
			return new Database(H2_URL.formatted(directory), "sa", "", List.of());
		});
	}

	@TestFactory
	Stream<DynamicTest> workThatIsKilledIsFinishedOnceOnPostgresql() {
		return rounds("PostgreSQL", (name) -> postgres().create(name.toLowerCase(Locale.ROOT).replace('-', '_')));
	}

	private static synchronized PostgresServer postgres() throws IOException {
		if (postgres == null) {
			postgres = new PostgresServer(DIRECTORY.resolve("postgres"));
		}
		return postgres;
	}

	@AfterAll
	static void stopPostgres() throws IOException {
		if (postgres != null) {
			postgres.close();
		}
	}

	private static Stream<DynamicTest> rounds(String kind, Databases databases) {
		Long fixedSeed = Long.getLong("holdfast.crash.seed");
		return IntStream.rangeClosed(1, Integer.getInteger("holdfast.crash.rounds", 1)).mapToObj((number) -> {
			long seed = (fixedSeed != null) ? fixedSeed : System.nanoTime();
			String name = kind + "-round-" + number;
			return DynamicTest.dynamicTest(name + " with seed " + seed, () -> {
				FileSystemUtils.deleteRecursively(DIRECTORY.resolve(name));
				Files.createDirectories(DIRECTORY.resolve(name));
				new Round(name, seed, databases.create(name)).play();
			});
		});
	}

	/** One database, from its first start to the last outcome. */
	private static final class Round {

		private final String name;

		private final Random random;

		private final Database database;

		private final Approver approver = new Approver();

		private final List<String> story = new ArrayList<>();

		private final ExecutorService worker = Executors.newSingleThreadExecutor();

		private volatile boolean imported;

		private volatile boolean killed;

		Round(String name, long seed, Database database) {
			this.name = name;
			this.random = new Random(seed);
			this.database = database;
			tell("%s with seed %d, logs in %s", name, seed, DIRECTORY.resolve(name));
		}

		void play() throws Exception {
			try {
				int kills = 2 + this.random.nextInt(3);
				for (int life = 1; life <= kills; life++) {
					liveAndBeKilled(life);
				}
				liveToTheEnd(kills + 1);
				Books books = new Books(OrderDeskClient.GIVEN_FILE, Approver::approves);
				SingleConnectionDataSource connection = this.database.connect();
				try {
					assertThat(books.discrepancies(JdbcClient.create(connection))).isEmpty();
				}
				finally {
					connection.destroy();
				}
				tell("the books balance");
			}
			finally {
				this.worker.shutdownNow();
				System.out.println(String.join("\n    ", this.story));
			}
		}

		/**
		 * The first life ends during the import if it can, the others anywhere from their
		 * start to their end.
		 */
		private void liveAndBeKilled(int life) throws Exception {
			Moment moment = (life == 1) ? Moment.READY : Moment.values()[this.random.nextInt(Moment.values().length)];
			int delay = this.random.nextInt((life == 1) ? 1500 : 4000);
			this.killed = false;
			try (OrderDeskProcess process = start(life)) {
				Future<Integer> work = CompletableFuture.completedFuture(0);
				if (moment != Moment.STARTED) {
					process.awaitReady();
					assertThatNothingAcknowledgedIsMissing(process);
					work = this.worker.submit(() -> work(process));
				}
				while (moment == Moment.IMPORTED && !this.imported && !work.isDone()) {
					TimeUnit.MILLISECONDS.sleep(10);
				}
				TimeUnit.MILLISECONDS.sleep(delay);
				this.killed = true;
				process.kill();
				tell("life %d was killed %d ms after %s; import %s, %d outcomes seen", life, delay, moment,
						this.imported ? "acknowledged" : "unfinished", work.get());
			}
		}

		private void liveToTheEnd(int life) throws Exception {
			long before = System.nanoTime();
			this.killed = false;
			try (OrderDeskProcess process = start(life)) {
				process.awaitReady();
				assertThatNothingAcknowledgedIsMissing(process);
				Future<Integer> work = this.worker.submit(() -> work(process));
				try {
					work.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
				}
				catch (TimeoutException ex) {
					fail("Not done within %s: %s%n%s", PATIENCE, process.client().summary(), process.logTail());
				}
				tell("life %d ended the work after %d ms", life, (System.nanoTime() - before) / 1_000_000);
				assertThatClosedOrdersAnswer(process);
				process.kill();
			}
		}

		private OrderDeskProcess start(int life) throws IOException {
			List<String> properties = new ArrayList<>(this.database.orderDeskProperties());
			properties.add("orderdesk.gateway.delay=5ms");
			return OrderDeskProcess.start(DIRECTORY.resolve(this.name).resolve("life-" + life + ".log"),
					Place.SAME_MACHINE, properties);
		}

		/**
		 * Does what people do: imports the file, once that is acknowledged decides about
		 * orders, and looks at the summary, until everything has its outcome or the order
		 * desk is killed.
		 * @return how many outcomes there were when last seen
		 */
		private int work(OrderDeskProcess process) throws IOException, InterruptedException {
			int closed = 0;
			try {
				if (!this.imported) {
					Answer report = process.client().importForm(OrderDeskClient.GIVEN_FILE);
					assertThat(report.status()).as("%s", report).isEqualTo(200);
					assertThat(report.number("started") + report.number("alreadyStarted")).isEqualTo(INVOICES);
					this.imported = true;
				}
				while (closed < INVOICES) {
					this.approver.decide(process.client());
					closed = process.client().summary().number("closed");
					TimeUnit.MILLISECONDS.sleep(50);
				}
			}
			catch (IOException ex) {
				if (!this.killed) {
					throw ex;
				}
			}
			return closed;
		}

		private void assertThatNothingAcknowledgedIsMissing(OrderDeskProcess process) throws IOException {
			if (this.imported) {
				assertThat(process.client().summary().number("invoices")).isEqualTo(INVOICES);
			}
		}

		private void assertThatClosedOrdersAnswer(OrderDeskProcess process) throws IOException {
			List<String> invoices = process.client().invoices("CLOSED");
			assertThat(invoices).hasSize(INVOICES);
			for (int count = 0; count < 50; count++) {
				String invoice = invoices.get(this.random.nextInt(INVOICES));
				// The outcome is in the tables a moment before the workflow knows.
				await().until(() -> process.client().order(invoice).text("step").equals("CLOSED"));
			}
		}

		private void tell(String what, Object... arguments) {
			this.story.add(what.formatted(arguments));
		}

	}

	/** From when on the time until a kill is counted. */
	private enum Moment {

		/** The process was started. */
		STARTED,
		/** The order desk was ready, and the import began if it was not done. */
		READY,
		/** The import was acknowledged. */
		IMPORTED

	}

	/** Makes a fresh database for a round. */
	private interface Databases {

		Database create(String name) throws Exception;

	}

}
