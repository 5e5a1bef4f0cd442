package dev.holdfast.engine.simulation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * One simulation: some nodes, some clients and some trouble, all of it from a seed; then
 * calm, until everything that can end has ended; then a look at what is left.
 */
final class Simulation {

	static final long LEASE = 4_000_000;

	static final long POLL = 1_000_000;

	private static final long SECOND = 1_000_000;

	/** For how long everything may take once there is no more trouble. */
	private static final long LIVELY = 240 * SECOND;

	private final Application application;

	private final long seed;

	private final Trace trace = new Trace();

	private final World world;

	private final Cluster cluster;

	private final Clients clients;

	private final Random random;

	private final List<Violation> violations = new ArrayList<>();

	/**
	 * What came of a simulation.
	 *
	 * @param seed its seed
	 * @param database the kind of its database
	 * @param hash the same for two simulations in which the same happened
	 * @param violations what must not be
	 * @param history what happened last
	 * @param runs how many runs there were
	 * @param faults how many faults there were
	 */
	record Report(long seed, String database, String hash, List<Violation> violations, String history, int runs,
			int faults, long turns, long micros) {

		/** What people need to know who look into it. */
		String describe() {
			return "seed " + this.seed + " on " + this.database + " violates:\n  "
					+ String.join("\n  ", this.violations.stream().map(Violation::toString).toList())
					+ "\nRepeat it with: mvn verify -pl api,engine -Dtest=SimulationTests"
					+ " -Dsurefire.failIfNoSpecifiedTests=false -Dholdfast.simulation.seed=" + this.seed
					+ " -Dholdfast.simulation.database=" + this.database + "\nWhat happened last:\n" + this.history;
		}

		/** The first invariant that does not hold, or {@code null}. */
		@Nullable String violated() {
			return this.violations.isEmpty() ? null : this.violations.get(0).invariant();
		}

	}

	Simulation(Application application, long seed, Mutation mutation) {
		this.application = application;
		this.seed = seed;
		this.random = new Random(seed);
		double[] stays = { 0.3, 0.6, 0.9 };
		Scheduler scheduler = new Scheduler(this.random.nextLong(), stays[this.random.nextInt(stays.length)],
				this.trace);
		Recorder recorder = new Recorder(application.database(), application.codec(), scheduler);
		this.world = new World(scheduler, new Process("outside", scheduler, 1, 0), application.database(),
				new Faults(scheduler, this.random), recorder, new Ledger(), new SimulatedHints.Bus(), mutation,
				this::poisoned);
		this.cluster = new Cluster(application, this.world, new Random(this.random.nextLong()));
		this.clients = new Clients(this.world, this.cluster, new Random(this.random.nextLong()), seed % 5 == 4,
				seed % 3 == 1);
	}

	private void poisoned(Process process) {
		this.cluster.poisoned(process);
	}

	Report run() {
		Silence.keep();
		try {
			this.application.database().clear();
			this.application.database().dataSource().enter(this.world);
			this.application.tools().enter(this.world);
			this.world.scheduler().run("script", this::script);
			this.violations.addAll(0, this.world.recorder().violations());
			if (this.violations.isEmpty()) {
				this.violations.addAll(new Checker(this.application, this.world).check());
			}
		}
		catch (RuntimeException | SQLException ex) {
			this.violations.addAll(this.world.recorder().violations());
			StringWriter stack = new StringWriter();
			ex.printStackTrace(new PrintWriter(stack));
			this.violations.add(new Violation("simulation", stack.toString()));
		}
		finally {
			this.application.tools().enter(null);
			this.application.database().dataSource().enter(null);
		}
		return new Report(this.seed, this.application.database().kind(), this.trace.hash(), this.violations,
				this.trace.latest(3000), this.world.recorder().histories().size(), this.world.faults().count(),
				this.world.scheduler().turns(), this.world.scheduler().now() - Scheduler.BEGINNING);
	}

	private void script() {
		Scheduler scheduler = this.world.scheduler();
		int nodes = 2 + this.random.nextInt(3);
		for (int i = 0; i < nodes; i++) {
			this.cluster.join();
		}
		boolean trouble = this.random.nextInt(10) > 0;
		long troubled = (10 + this.random.nextInt(20)) * SECOND;
		this.clients.begin(2 + this.random.nextInt(6), troubled / 2);
		if (this.random.nextInt(3) == 0) {
			this.clients.schedule(troubled / 2);
		}
		if (trouble && this.seed % 4 == 0) {
			this.cluster.deploy();
		}
		this.world.faults().activate(trouble);
		if (trouble) {
			this.cluster.trouble(troubled);
		}
		this.world.faults().activate(false);
		scheduler.trace("calm");
		this.cluster.calm();
		long end = scheduler.now() + LIVELY;
		long reaped = scheduler.now() + LEASE + 5 * POLL;
		while (scheduler.now() < reaped && this.world.recorder().violations().isEmpty() && isAnythingOpen()) {
			scheduler.block(SECOND);
		}
		if (scheduler.now() >= reaped) {
			this.clients.resume();
			this.violations.addAll(new Ownerless(this.application.database().jdbc()).check());
			this.violations.addAll(new Asleep(this.application.database().jdbc(), this.world.recorder()).check());
		}
		while (scheduler.now() < end && this.world.recorder().violations().isEmpty() && isAnythingOpen()) {
			scheduler.block(SECOND);
		}
		if (this.world.recorder().violations().isEmpty()) {
			if (isAnythingOpen()) {
				this.violations.add(new Violation("I-20", "after " + LIVELY / SECOND + " s without trouble are open: "
						+ open() + (this.clients.areDone() ? "" : " and clients are at work")));
			}
			scheduler.block(LEASE + 3 * SECOND); // each node has compared its memory once
			List<String> left = this.cluster.stopAll();
			if (!left.isEmpty()) {
				this.violations.add(new Violation("I-24", "nodes that were stopped left behind " + left));
			}
		}
		this.cluster.killAll();
		scheduler.kill(this.world.outside());
	}

	private boolean isAnythingOpen() {
		return !this.clients.areDone() || !open().isEmpty() || hasScheduleToAct();
	}

	private boolean hasScheduleToAct() {
		return this.world.ledger()
			.schedules()
			.stream()
			.anyMatch((schedule) -> schedule.answer == Ledger.Answer.ACKNOWLEDGED
					&& ScheduleChecker.times(this.application.database().jdbc(), schedule).size() < schedule.actions);
	}

	private List<String> open() {
		return this.application.database()
			.jdbc()
			.queryForList("select workflow_id from holdfast_current_run order by workflow_id", String.class);
	}

}
