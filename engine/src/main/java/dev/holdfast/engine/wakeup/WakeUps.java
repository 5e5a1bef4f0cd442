package dev.holdfast.engine.wakeup;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.holdfast.engine.Backoff;
import dev.holdfast.engine.BootId;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.Rounds;
import dev.holdfast.engine.run.ResultWaiters;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.store.Claims;
import dev.holdfast.engine.store.RunReader;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.engine.store.StoredRun;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other nodes what they would find out by their next poll: that there is work for
 * runs of theirs, and that runs have come further for which somebody waits there. What
 * gathers while hints are being sent is sent together, always after the commit that it is
 * about and never in a transaction of the application. Thread-safe.
 */
public final class WakeUps implements ResultWaiters.Elsewhere {

	private static final Logger logger = LoggerFactory.getLogger(WakeUps.class);

	private static final int BATCH = 500;

	/** More than so many are left to polling. */
	private static final int CAPACITY = 10_000;

	private static final long PATIENCE_MICROS = TimeUnit.SECONDS.toMicros(5);

	private static final long IDLE_MICROS = TimeUnit.HOURS.toMicros(1);

	private static final long FIRST_PAUSE_MICROS = TimeUnit.MILLISECONDS.toMicros(100);

	private static final long LONGEST_PAUSE_MICROS = TimeUnit.SECONDS.toMicros(10);

	private final BootId self;

	private final HintChannel channel;

	private final Claims claims;

	private final RunReader reader;

	private final RunRegistry registry;

	private final ResultWaiters waiters;

	private final Predicate<StoredRun> isTakenHere;

	private final Consumer<@Nullable UUID> look;

	private final EngineThreads threads;

	private final EngineThreads.WakeUp wakeUp;

	private final Rounds rounds;

	private final Set<UUID> work = ConcurrentHashMap.newKeySet();

	private final ConcurrentLinkedQueue<Hint> others = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final Set<UUID> told = ConcurrentHashMap.newKeySet();

	/** Runs that are waited for elsewhere; the longest known go first. */
	private final Set<UUID> awaited = new LinkedHashSet<>();

	private EngineThreads.@Nullable Loop loop;

	private volatile boolean running;

	/**
	 * Creates it.
	 * @param isTakenHere whether this node claims a run itself if nobody has it
	 * @param look makes this node look for work, for a run that nobody has or for all
	 */
	public WakeUps(BootId self, HintChannel channel, Claims claims, RunReader reader, RunRegistry registry,
			ResultWaiters waiters, Predicate<StoredRun> isTakenHere, Consumer<@Nullable UUID> look,
			EngineThreads threads) {
		this.self = self;
		this.channel = channel;
		this.claims = claims;
		this.reader = reader;
		this.registry = registry;
		this.waiters = waiters;
		this.isTakenHere = isTakenHere;
		this.look = look;
		this.threads = threads;
		this.wakeUp = threads.wakeUp();
		this.rounds = new Rounds("exchange hints with other nodes",
				new Backoff(FIRST_PAUSE_MICROS, LONGEST_PAUSE_MICROS, threads));
	}

	public synchronized void start() {
		if (this.channel == HintChannel.NONE) {
			return;
		}
		this.running = true;
		this.loop = this.threads.loop("holdfast-hints-", this::loop);
		this.channel.open(new Ear());
	}

	public synchronized void stop() {
		EngineThreads.Loop current = this.loop;
		if (current == null) {
			return;
		}
		sayThatItStops();
		this.channel.close();
		this.running = false;
		this.wakeUp.call();
		try {
			current.join(PATIENCE_MICROS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.loop = null;
	}

	/** Whether other nodes are told, and heard. */
	public boolean isOpen() {
		return this.channel.isOpen();
	}

	/** What this node had is anybody's. */
	private void sayThatItStops() {
		if (this.channel.isOpen()) {
			try {
				this.channel.send(Hint.write(this.self.current(), List.of()));
			}
			catch (RuntimeException ex) {
				logger.debug("Others find out by polling that this node has stopped", ex);
			}
		}
	}

	// What others are told

	/** There is work for a run that is not here. */
	public void work(UUID runId) {
		if (this.channel.isOpen() && this.work.size() < CAPACITY && this.work.add(runId)) {
			this.wakeUp.call();
		}
	}

	@Override
	public void awaited(UUID runId) {
		if (!this.registry.owns(runId)) {
			tell(new Hint(Hint.Kind.AWAITED, runId, null));
		}
	}

	@Override
	public void further(UUID runId, boolean closed) {
		if (isAwaited(runId, closed)) {
			tell(new Hint(Hint.Kind.FURTHER, runId, null));
		}
	}

	private boolean isAwaited(UUID runId, boolean forTheLastTime) {
		synchronized (this.awaited) {
			return forTheLastTime ? this.awaited.remove(runId) : this.awaited.contains(runId);
		}
	}

	private void remember(UUID runId) {
		synchronized (this.awaited) {
			this.awaited.add(runId);
			if (this.awaited.size() > CAPACITY) {
				Iterator<UUID> longest = this.awaited.iterator();
				longest.next();
				longest.remove();
			}
		}
	}

	private void tell(Hint hint) {
		if (this.channel.isOpen() && this.waiting.get() < CAPACITY) {
			this.waiting.incrementAndGet();
			this.others.add(hint);
			this.wakeUp.call();
		}
	}

	// What they tell

	private final class Ear implements HintChannel.Receiver {

		@Override
		public void opened() {
			WakeUps.this.look.accept(null);
		}

		@Override
		public void received(String text) {
			Hint.Batch batch = Hint.read(text);
			if (batch != null && !WakeUps.this.self.is(batch.sender())) {
				batch.hints().forEach(this::hear);
				if (batch.hints().isEmpty()) {
					WakeUps.this.look.accept(null);
				}
			}
		}

		private void hear(Hint hint) {
			switch (hint.kind()) {
				case WORK -> {
					if (hint.owner() == null) {
						WakeUps.this.look.accept(hint.runId());
					}
					else if (WakeUps.this.self.is(hint.owner()) && WakeUps.this.told.add(hint.runId())) {
						WakeUps.this.wakeUp.call();
					}
				}
				case AWAITED -> remember(hint.runId());
				case FURTHER -> WakeUps.this.waiters.wake(hint.runId());
			}
		}

	}

	private void loop() {
		long pause = IDLE_MICROS;
		while (this.running) {
			this.wakeUp.await(pause);
			long retry = this.rounds.tryOnce(this::exchange);
			pause = (retry > 0) ? retry : IDLE_MICROS;
		}
	}

	/** Hints that are lost meanwhile are about what is found by polling. */
	private void exchange() {
		while (this.running && (fetch() | send())) {
			// there may be more
		}
	}

	/** Brings runs of this node what was sent to them. */
	private boolean fetch() {
		List<UUID> runIds = take(this.told);
		for (StoredMessage message : this.reader.allMessages(runIds)) {
			if (this.registry.owns(message.runId())) {
				this.registry.deliver(message);
			}
		}
		return !runIds.isEmpty();
	}

	private boolean send() {
		List<Hint> hints = new ArrayList<>();
		List<UUID> runIds = take(this.work);
		for (StoredRun run : this.claims.findAll(runIds)) {
			boolean mine = (run.owner() != null) ? this.self.is(run.owner()) : this.isTakenHere.test(run);
			if (!mine) {
				hints.add(new Hint(Hint.Kind.WORK, run.runId(), run.owner()));
			}
		}
		for (Hint hint = this.others.poll(); hint != null; hint = this.others.poll()) {
			this.waiting.decrementAndGet();
			hints.add(hint);
			if (hints.size() >= BATCH) {
				break;
			}
		}
		if (!hints.isEmpty()) {
			this.channel.send(Hint.write(this.self.current(), hints));
		}
		return !runIds.isEmpty() || !hints.isEmpty();
	}

	private static List<UUID> take(Set<UUID> ids) {
		List<UUID> taken = new ArrayList<>();
		for (Iterator<UUID> left = ids.iterator(); left.hasNext() && taken.size() < BATCH;) {
			taken.add(left.next());
			left.remove();
		}
		return taken;
	}

}
