package dev.holdfast.sample.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.sample.Approver;
import dev.holdfast.sample.OrderDeskClient.Answer;

/**
 * What people do at the order desks while things go wrong: they import the file, in
 * portions, and decide about orders. Who gets no answer tries again at another desk, so
 * that some things are asked twice.
 */
final class OrderLoad implements AutoCloseable {

	private final Cluster cluster;

	private final List<String> portions;

	private final List<Integer> sizes;

	private final Approver approver = new Approver();

	private final ExecutorService people = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "order-load");
		thread.setDaemon(true);
		return thread;
	});

	private final Random random;

	private volatile boolean closing;

	private final AtomicInteger unanswered = new AtomicInteger();

	/**
	 * Reads the file and divides it.
	 * @param portions how many there shall be, each with about the same number of
	 * invoices
	 */
	OrderLoad(Cluster cluster, Path file, int portions, Random random) throws IOException {
		this.cluster = cluster;
		this.random = random;
		List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
		Map<String, StringBuilder> invoices = new LinkedHashMap<>();
		for (String line : lines.subList(1, lines.size())) {
			invoices.computeIfAbsent(line.substring(0, line.indexOf(',')), (invoice) -> new StringBuilder())
				.append(line)
				.append('\n');
		}
		List<StringBuilder> texts = new ArrayList<>(invoices.values());
		this.portions = new ArrayList<>();
		this.sizes = new ArrayList<>();
		for (int portion = 0; portion < portions; portion++) {
			List<StringBuilder> mine = texts.subList(texts.size() * portion / portions,
					texts.size() * (portion + 1) / portions);
			this.portions.add(lines.get(0) + "\n" + String.join("", mine));
			this.sizes.add(mine.size());
		}
	}

	/** Somebody decides about orders, from now on. */
	void decide() {
		Random choice = new Random(this.random.nextLong());
		this.people.execute(() -> {
			while (!this.closing) {
				try {
					this.approver.decide(this.cluster.anyNodeThatIsUp(choice).client());
				}
				catch (IOException ex) {
					this.unanswered.incrementAndGet();
				}
				pause(50);
			}
		});
	}

	/**
	 * Imports a portion, at one or two desks, until one has acknowledged it.
	 * @return done when it is acknowledged
	 */
	Future<?> importPortion(int portion) {
		boolean twice = this.random.nextInt(4) == 0;
		Future<?> first = this.people.submit(importer(portion));
		if (twice) {
			this.people.submit(importer(portion));
		}
		return first;
	}

	/** Imports a portion at one desk, which must acknowledge it. */
	void importPortionAt(Node node, int portion) throws IOException {
		Answer answer = node.process().client().importText(this.portions.get(portion));
		if (answer.status() != 200) {
			throw new IOException("The import was answered with " + answer);
		}
	}

	private Runnable importer(int portion) {
		Random choice = new Random(this.random.nextLong());
		return () -> {
			while (!this.closing) {
				try {
					Answer answer = this.cluster.anyNodeThatIsUp(choice)
						.client()
						.importText(this.portions.get(portion));
					if (answer.status() == 200) {
						int acknowledged = answer.number("started") + answer.number("alreadyStarted");
						if (acknowledged != this.sizes.get(portion)) {
							throw new AssertionError("Of %d invoices these were acknowledged: %s"
								.formatted(this.sizes.get(portion), answer));
						}
						return;
					}
					if (answer.status() < 500) {
						throw new AssertionError("The import was answered with " + answer);
					}
				}
				catch (IOException ex) {
					// Nobody can say whether it was done.
				}
				this.unanswered.incrementAndGet();
				pause(100);
			}
		};
	}

	int portions() {
		return this.portions.size();
	}

	/** How many requests had no answer, or one of failure. */
	int unanswered() {
		return this.unanswered.get();
	}

	Approver approver() {
		return this.approver;
	}

	private static void pause(long millis) {
		try {
			TimeUnit.MILLISECONDS.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.closing = true;
		this.people.shutdown();
	}

}
