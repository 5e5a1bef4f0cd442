package dev.holdfast.benchmarks.whole;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.benchmarks.ReplayBenchmark;

/**
 * The process of one contestant: reads what to measure, a line each, and answers with
 * figures.
 */
final class Stage {

	/** As many connections for each contestant. */
	private static final int CONNECTIONS = 20;

	private static final int WARM_UP_CLIENTS = 4;

	private static final long WARM_UP_MILLIS = 20_000;

	private static final int EVENTS_OF_A_REPLAY = 10_000;

	private static final String ANSWER = "= ";

	/** When the contestant was ready. */
	private static volatile long began;

	private Stage() {
	}

	public static void main(String[] args) throws Exception {
		PrintStream answers = System.out;
		System.setOut(System.err);
		String name = args[0];
		String url = args[1];
		try (Contestant contestant = contestant(name, url);
				BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			began = System.nanoTime();
			answers.println(ANSWER + "ready");
			for (String line = lines.readLine(); line != null && !line.equals("end"); line = lines.readLine()) {
				answers.println(ANSWER + measure(contestant, line.split(" ")));
			}
		}
		System.exit(0);
	}

	private static Contestant contestant(String name, String url) throws Exception {
		return switch (name) {
			case "dbos" -> new DbosContestant(pool(url));
			case "temporal" -> new TemporalContestant();
			case "jdbc" -> new JdbcContestant(pool(url), url.startsWith("jdbc:h2"));
			default -> new HoldfastContestant(properties(name, url));
		};
	}

	private static Map<String, Object> properties(String name, String url) {
		Map<String, Object> properties = new HashMap<>();
		properties.put("spring.datasource.url", url);
		properties.put("spring.datasource.hikari.maximum-pool-size", CONNECTIONS);
		properties.put("spring.jpa.open-in-view", "false");
		properties.put("spring.main.banner-mode", "off");
		if (url.startsWith("jdbc:h2")) {
			properties.put("holdfast.h2.durability", "power");
		}
		if (name.equals("elsewhere")) {
			properties.put("holdfast.workers.elsewhere.max-concurrent-activities", 100);
		}
		return properties;
	}

	private static HikariDataSource pool(String url) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(CONNECTIONS);
		return new HikariDataSource(config);
	}

	private static String measure(Contestant contestant, String[] what) throws Exception {
		int number = (what.length > 1) ? Integer.parseInt(what[1]) : 0;
		long millis = (what.length > 2) ? Long.parseLong(what[2]) : 0;
		return switch (what[0]) {
			case "steps" -> String.valueOf(Meter.perSecond(number, millis, contestant::run));
			case "transactions" -> String.valueOf(Meter.perSecond(number, millis, contestant::runTransactional));
			case "latency" -> Meter.latency(number, contestant::run);
			case "elsewhere" -> Meter.latency(number, (steps) -> contestant.runElsewhere());
			case "growth" -> String.valueOf(Meter.growth(number, contestant::run));
			case "waiting" -> waiting(contestant, number);
			case "sleeping" -> sleeping(contestant, number);
			case "recovered" -> String.valueOf(Meter.untilSteps(number, began));
			case "replay" -> String.valueOf(replay(millis));
			default -> throw new IllegalArgumentException(what[0]);
		};
	}

	private static String sleeping(Contestant contestant, int millis) throws Exception {
		contestant.startSleeping(millis);
		return String.valueOf(Meter.untilSteps(1, began));
	}

	/** Events per second on one thread, beginning with what the database has. */
	private static double replay(long millis) {
		ReplayBenchmark replay = new ReplayBenchmark();
		long end = System.nanoTime() + millis * 1_000_000; // to warm up
		while (System.nanoTime() < end) {
			replay.decodeAndReplay();
		}
		long began = System.nanoTime();
		long events = 0;
		while (System.nanoTime() - began < millis * 1_000_000) {
			replay.decodeAndReplay();
			events += EVENTS_OF_A_REPLAY;
		}
		return events * 1e9 / (System.nanoTime() - began);
	}

	/**
	 * Bytes of the heap, and of the process, for each run that waits in the memory of a
	 * node that has been at work for a while: until its code is compiled, its stacks are
	 * larger.
	 */
	private static String waiting(Contestant contestant, int runs) throws Exception {
		Meter.perSecond(WARM_UP_CLIENTS, WARM_UP_MILLIS, (steps) -> {
			contestant.waitOnce();
			Meter.step(0);
		});
		contestant.startWaiting(100);
		Thread.sleep(1000);
		long heap = heap();
		long process = process();
		contestant.startWaiting(runs);
		Thread.sleep(2000);
		return String.format(Locale.ROOT, "%f %f", (heap() - heap) / (double) runs,
				(process() - process) / (double) runs);
	}

	private static long heap() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(200);
		}
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static long process() throws Exception {
		for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
			if (line.startsWith("VmRSS:")) {
				return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
			}
		}
		throw new IllegalStateException("No VmRSS");
	}

}
