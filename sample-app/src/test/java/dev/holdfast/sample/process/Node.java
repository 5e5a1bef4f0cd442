package dev.holdfast.sample.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.holdfast.sample.OrderDeskClient;

/**
 * One of several order desks: its lives one after the other, and its line to the
 * database.
 */
final class Node implements AutoCloseable {

	/** Longer than the lease, so that a request outlives its node's. */
	private static final Duration PATIENCE = Duration.ofSeconds(8);

	private final String name;

	private final Path logs;

	private final Database database;

	private final DatabaseProxy proxy;

	private final List<String> properties;

	private final List<OrderDeskProcess> lives = new ArrayList<>();

	private boolean frozen;

	private boolean killed;

	Node(String name, Path logs, Database database, DatabaseProxy proxy, List<String> properties) {
		this.name = name;
		this.logs = logs;
		this.database = database;
		this.proxy = proxy;
		this.properties = properties;
	}

	String name() {
		return this.name;
	}

	DatabaseProxy proxy() {
		return this.proxy;
	}

	/** Begins a life, and does not wait until it is ready. */
	synchronized void start(Place place) throws IOException {
		List<String> all = new ArrayList<>(this.database.at(this.proxy.port()).orderDeskProperties());
		all.addAll(this.properties);
		all.add("holdfast.node-name=" + this.name);
		Path log = this.logs.resolve(this.name + "-life-" + (this.lives.size() + 1) + ".log");
		this.lives.add(OrderDeskProcess.start(log, place, all));
		this.killed = false;
	}

	/** Kills it, wherever in its life it is; it stays dead until it is started. */
	void kill() throws InterruptedException {
		synchronized (this) {
			this.killed = true;
		}
		if (process().isAlive()) {
			process().kill();
		}
	}

	private synchronized boolean isKilled() {
		return this.killed;
	}

	synchronized OrderDeskProcess process() {
		return this.lives.get(this.lives.size() - 1);
	}

	OrderDeskClient client() {
		return process().client().impatient(PATIENCE);
	}

	synchronized int lives() {
		return this.lives.size();
	}

	boolean isUp() {
		return !isFrozen() && process().isAlive() && process().isReady();
	}

	synchronized boolean isFrozen() {
		return this.frozen;
	}

	void freeze() throws IOException, InterruptedException {
		synchronized (this) {
			this.frozen = true;
		}
		process().freeze();
	}

	void thaw() throws IOException, InterruptedException {
		process().thaw();
		synchronized (this) {
			this.frozen = false;
		}
	}

	/**
	 * Starts it again if it has ended by itself, as whoever supervises processes would.
	 * It may do so while it starts, if it does not find its database; what was ready once
	 * must stay.
	 * @return whether it had ended
	 */
	boolean restartIfItGaveUp(Random random) throws IOException {
		OrderDeskProcess process = process();
		if (process.isAlive() || isKilled()) {
			return false;
		}
		if (process.isReady()) {
			throw new AssertionError(this.name + " ended by itself:\n" + process.logTail());
		}
		start(anyPlace(random));
		return true;
	}

	static Place anyPlace(Random random) {
		return Place.canBeSeveral() && random.nextBoolean() ? Place.OWN_MACHINE : Place.SAME_MACHINE;
	}

	/** What it has logged in all of its lives. */
	synchronized List<String> logLines() {
		return this.lives.stream().flatMap((life) -> life.logLines().stream()).toList();
	}

	@Override
	public synchronized void close() throws IOException {
		this.lives.forEach(OrderDeskProcess::close);
		this.proxy.close();
	}

}
