package dev.holdfast.benchmarks.whole;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * Measures whole engines against each other: they take turns, several rounds, and what
 * counts is how one does against the other in the same round.
 */
public final class Comparison implements AutoCloseable {

	/** So many times as long as a turn is the first one, which does not count. */
	private static final int WARM_UP = 4;

	/**
	 * And so many times that of a process which has just begun: most of a minute goes by
	 * until a JVM has compiled an engine.
	 */
	private static final int WARM_UP_OF_A_PROCESS = 15;

	private static final int WORKFLOWS_OF_A_TURN = 300;

	private static final int SLEEPERS = 1_000_000;

	private static final int CRASHED = 100_000;

	private static final int WAITING_ON_25 = 4000;

	private static final int WAITING_ON_17 = 350;

	private static final String HOLDFAST = "holdfast";

	private static final String DBOS = "dbos";

	private static final String TEMPORAL = "temporal";

	private static final String JDBC = "jdbc";

	private static final String OTHER = "other";

	private final Map<String, Player> players = new HashMap<>();

	private final Report report = new Report();

	private final Path java = Path.of(System.getProperty("java.home"));

	private final @Nullable Path java17;

	private final Path files;

	private final Set<String> only;

	private final int rounds;

	private final long millis;

	private final Postgres postgres;

	private Comparison(Map<String, String> options) throws IOException {
		this.rounds = Integer.parseInt(options.getOrDefault("rounds", "3"));
		this.millis = Long.parseLong(options.getOrDefault("millis", "3000"));
		String home = options.get("jdk17");
		this.java17 = (home != null) ? Path.of(home) : null;
		this.only = options.containsKey("only") ? Set.of(options.get("only").split(",")) : Set.of();
		this.files = Files.createTempDirectory("holdfast-benchmarks");
		this.postgres = new Postgres();
	}

	/**
	 * Runs it. Options are {@code --rounds=3}, {@code --millis=3000} for each turn,
	 * {@code --jdk17=} with the home of a JDK 17, {@code --only=} with names of parts and
	 * {@code --docs=} with the directory of the documentation that the result is written
	 * to.
	 */
	public static void main(String[] args) throws Exception {
		Map<String, String> options = new HashMap<>();
		for (String arg : args) {
			String[] parts = arg.replaceFirst("^--", "").split("=", 2);
			options.put(parts[0], (parts.length > 1) ? parts[1] : "");
		}
		try (Comparison comparison = new Comparison(options)) {
			comparison.run();
			comparison.report.print(comparison.machine());
			String docs = options.get("docs");
			if (docs != null) {
				comparison.report.write(Path.of(docs), comparison.machine());
			}
		}
		System.exit(0);
	}

	private void run() throws Exception {
		if (wants("steps")) {
			steps(32, 4, null);
			steps(512, 8, 0.5);
		}
		if (wants("latency")) {
			latency();
		}
		if (wants("transactions")) {
			transactions();
		}
		if (wants("elsewhere")) {
			elsewhere();
		}
		if (wants("growth")) {
			growth();
		}
		if (wants("sleepers")) {
			sleepers();
		}
		if (wants("recovery")) {
			recovery();
		}
		if (wants("jdk17") && this.java17 != null) {
			jdk17(this.java17);
		}
		this.players.values().forEach(Player::close);
		this.players.clear();
		if (wants("replay")) {
			replay();
		}
		if (wants("memory")) {
			memory();
		}
		if (wants("h2")) {
			h2();
		}
	}

	private boolean wants(String part) {
		return this.only.isEmpty() || this.only.contains(part);
	}

	private String machine() {
		try {
			return "%d cores, with a load average of %.0f at the end; JDK %s; PostgreSQL %s, fsync and synchronous_commit on"
				.formatted(Runtime.getRuntime().availableProcessors(),
						ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), Runtime.version(),
						this.postgres.version());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Player player(String contestant) throws Exception {
		Player known = this.players.get(contestant);
		if (known == null) {
			known = new Player(this.java, contestant, this.postgres.create(contestant));
			this.players.put(contestant, known);
		}
		return known;
	}

	/** They take turns, after one that does not count. */
	private void takeTurns(Measurement measurement, String command, String... contestants) throws Exception {
		for (int round = 0; round <= this.rounds; round++) {
			for (int i = 0; i < contestants.length; i++) {
				String contestant = contestants[(i + round) % contestants.length];
				Player player = player(contestant);
				int times = (round > 0) ? 1 : player.isFresh() ? WARM_UP_OF_A_PROCESS : WARM_UP;
				this.postgres.settle();
				double figure = player.measure(command + " " + times * this.millis)[0];
				log(measurement.work(), contestant, figure);
				if (round > 0) {
					measurement.add(contestant, figure);
				}
			}
		}
		this.report.add(measurement);
	}

	private static void log(String work, String contestant, double figure) {
		System.err.println(work + ", " + contestant + ": " + Measurement.number(figure));
	}

	private void steps(int inFlight, double timesDbos, @Nullable Double ofCeiling) throws Exception {
		Measurement steps = new Measurement("sequential steps, " + inFlight + " in flight", "/s");
		takeTurns(steps, "steps " + inFlight, HOLDFAST, DBOS, TEMPORAL, JDBC);
		this.report.add(Goal.atLeast(steps.work() + ", against DBOS", timesDbos, steps.ratio(HOLDFAST, DBOS), " ×"));
		if (ofCeiling != null) {
			this.report
				.add(Goal.atLeast(steps.work() + ", against plain JDBC", ofCeiling, steps.ratio(HOLDFAST, JDBC), " ×"));
		}
		this.report.add(Goal.atLeast(steps.work() + ", against Temporal's test server", 10,
				steps.ratio(HOLDFAST, TEMPORAL), " ×"));
	}

	private void latency() throws Exception {
		Measurement median = new Measurement("one-step workflow, start to result, p50", "ms");
		Measurement tail = new Measurement("one-step workflow, start to result, p99", "ms");
		for (int round = 0; round <= this.rounds; round++) {
			for (String contestant : (round % 2 == 0) ? List.of(HOLDFAST, DBOS) : List.of(DBOS, HOLDFAST)) {
				Player player = player(contestant);
				int times = (round > 0) ? 1 : player.isFresh() ? WARM_UP_OF_A_PROCESS : WARM_UP;
				this.postgres.settle();
				double[] figures = player.measure("latency " + times * WORKFLOWS_OF_A_TURN);
				log(median.work(), contestant, figures[0]);
				if (round > 0) {
					median.add(contestant, figures[0]);
					tail.add(contestant, figures[1]);
				}
			}
		}
		this.report.add(median);
		this.report.add(tail);
		this.report.add(Goal.atMost(median.work() + ", against DBOS", 1, median.ratio(HOLDFAST, DBOS), " ×"));
		this.report.add(Goal.atMost(tail.work() + ", against DBOS", 1, tail.ratio(HOLDFAST, DBOS), " ×"));
	}

	private void transactions() throws Exception {
		Measurement steps = new Measurement("transactional steps, 32 in flight", "/s");
		takeTurns(steps, "transactions 32", HOLDFAST, DBOS, JDBC);
		this.report.add(Goal.atLeast(steps.work() + ", against DBOS", 5, steps.ratio(HOLDFAST, DBOS), " ×"));
	}

	/** The worker is a second node on the database of the first. */
	private void elsewhere() throws Exception {
		Player client = player(HOLDFAST);
		Measurement median = new Measurement("one-step workflow through a task queue of another node, p50", "ms");
		Player worker = new Player(this.java, "elsewhere", this.postgres.url(HOLDFAST));
		for (int round = 0; round <= this.rounds; round++) {
			double figure = client.measure("elsewhere 100")[0];
			log(median.work(), HOLDFAST, figure);
			if (round > 0) {
				median.add(HOLDFAST, figure);
			}
		}
		worker.close();
		this.report.add(median);
		this.report.add(Goal.atMost(median.work(), 50, median.median(HOLDFAST), " ms"));
	}

	private void growth() throws Exception {
		Measurement growth = new Measurement("cost of step 10,000 against step 10", "×");
		for (int round = 0; round < this.rounds; round++) {
			double figure = player(HOLDFAST).measure("growth 10000")[0];
			log(growth.work(), HOLDFAST, figure);
			growth.add(HOLDFAST, figure);
		}
		this.report.add(growth);
		this.report.add(Goal.atMost(growth.work(), 1.2, growth.median(HOLDFAST), " ×"));
	}

	private void sleepers() throws Exception {
		Player full = new Player(this.java, HOLDFAST, this.postgres.create(OTHER));
		this.players.put(OTHER, full);
		this.postgres.execute(OTHER, Sleepers.sql(SLEEPERS));
		this.postgres.execute(OTHER, "vacuum analyze");
		Measurement steps = new Measurement("sequential steps, 32 in flight, with none or 1,000,000 sleeping runs",
				"/s");
		takeTurns(steps, "steps 32", OTHER, HOLDFAST);
		this.report.add(Goal.atLeast("steps with 1,000,000 sleeping runs in the tables, against none", 0.9,
				steps.ratio(OTHER, HOLDFAST), " ×"));
		full.close();
		this.players.remove(OTHER);
	}

	/**
	 * All runs of a node that crashed have something to do, and this node takes them
	 * over.
	 */
	private void recovery() throws Exception {
		Measurement recovery = new Measurement("100,000 runs of a crashed node, until all have done a step", "s");
		for (int round = 1; round <= this.rounds; round++) {
			String database = "recovery" + round;
			String url = this.postgres.create(database);
			try (Player crashed = new Player(this.java, HOLDFAST, url)) {
				crashed.measure("sleeping " + Recovery.SLEEP_MILLIS);
			}
			this.postgres.execute(database, Recovery.sql(CRASHED));
			this.postgres.execute(database, "vacuum analyze");
			Thread.sleep(Recovery.SLEEP_MILLIS);
			double reading = this.postgres.read(database, Recovery.RUNS)
					+ this.postgres.read(database, Recovery.EVENTS);
			log(recovery.work(), JDBC, reading);
			recovery.add(JDBC, reading);
			try (Player heir = new Player(this.java, HOLDFAST, url)) {
				double seconds = heir.measure("recovered " + CRASHED)[0];
				log(recovery.work(), HOLDFAST, seconds);
				recovery.add(HOLDFAST, seconds);
			}
		}
		this.report.add(recovery);
		this.report.add(Goal.atMost("100,000 runs recovered, against reading their rows", 1.5,
				recovery.ratio(HOLDFAST, JDBC), " ×"));
	}

	private void jdk17(Path home) throws Exception {
		this.players.put(OTHER, new Player(home, HOLDFAST, this.postgres.create("jdk17")));
		Measurement steps = new Measurement("sequential steps, 512 in flight, on JDK 25 or 17", "/s");
		takeTurns(steps, "steps 512", HOLDFAST, OTHER);
		this.report.add(Goal.atLeast("JDK 17 against 25, 512 in flight", 0.7, steps.ratio(OTHER, HOLDFAST), " ×"));
	}

	private void replay() throws Exception {
		Measurement replay = new Measurement("replay, beginning with the bytes of the database", "events/s");
		for (int round = 0; round < this.rounds; round++) {
			replay.add(HOLDFAST, player(HOLDFAST).measure("replay 0 " + this.millis)[0]);
		}
		this.report.add(replay);
		this.report.add(Goal.atLeast(replay.work() + ", a core", 200_000, replay.median(HOLDFAST), " /s"));
	}

	private void memory() throws Exception {
		Measurement bytes = new Measurement("memory of a run that waits, on JDK 25 or 17", "KiB");
		try (Player fresh = new Player(this.java, HOLDFAST, this.postgres.create("memory25"))) {
			bytes.add(HOLDFAST, fresh.measure("waiting " + WAITING_ON_25)[0] / 1024);
		}
		this.report.add(Goal.atMost("memory of a run that waits, JDK 25, heap", 8, bytes.median(HOLDFAST), " KiB"));
		if (this.java17 != null) {
			try (Player fresh = new Player(this.java17, HOLDFAST, this.postgres.create("memory17"))) {
				bytes.add(OTHER, fresh.measure("waiting " + WAITING_ON_17)[1] / 1024);
			}
			this.report
				.add(Goal.atMost("memory of a run that waits, JDK 17, process", 48, bytes.median(OTHER), " KiB"));
		}
		this.report.add(bytes);
	}

	private void h2() throws Exception {
		String url = "jdbc:h2:async:" + this.files.toAbsolutePath() + "/%s;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";
		this.players.put(HOLDFAST, replaced(HOLDFAST, new Player(this.java, HOLDFAST, url.formatted(HOLDFAST))));
		this.players.put(JDBC, replaced(JDBC, new Player(this.java, JDBC, url.formatted(JDBC))));
		Measurement steps = new Measurement("H2 file, durable to a power cut, 256 in flight", "/s");
		takeTurns(steps, "steps 256", HOLDFAST, JDBC);
		this.report.add(Goal.atLeast(steps.work() + ", against plain JDBC", 0.5, steps.ratio(HOLDFAST, JDBC), " ×"));
	}

	private Player replaced(String name, Player by) {
		Player before = this.players.remove(name);
		if (before != null) {
			before.close();
		}
		return by;
	}

	@Override
	public void close() throws IOException {
		this.players.values().forEach(Player::close);
		this.postgres.close();
		FileSystemUtils.deleteRecursively(this.files);
	}

}
