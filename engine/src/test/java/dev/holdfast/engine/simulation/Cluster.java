package dev.holdfast.engine.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The nodes that there are, and what happens to them. */
final class Cluster {

	private static final int MOST = 5;

	private final Application application;

	private final World world;

	private final Random random;

	private final List<SimulatedNode> nodes = new ArrayList<>();

	private final List<Process> processes = new ArrayList<>();

	private final Set<SimulatedNode> ending = new HashSet<>();

	private int count;

	private boolean deploying;

	Cluster(Application application, World world, Random random) {
		this.application = application;
		this.world = world;
		this.random = random;
	}

	void join() {
		this.nodes.removeIf((node) -> node.process().isDead());
		if (this.nodes.size() < MOST) {
			join(false);
		}
	}

	private void join(boolean worksElsewhere) {
		boolean next = this.deploying && (worksElsewhere || this.random.nextInt(3) > 0);
		SimulatedNode node = new SimulatedNode("node-" + ++this.count, this.application,
				next ? this.application.nextBuild() : this.application.build(), this.world, this.random,
				worksElsewhere);
		this.nodes.add(node);
		this.processes.add(node.process());
	}

	/** From now on nodes that join have the next build, or not yet. */
	void deploy() {
		this.deploying = true;
	}

	/** Any node that clients can talk to, or {@code null}. */
	@Nullable SimulatedNode any() {
		List<SimulatedNode> serving = this.nodes.stream().filter(SimulatedNode::serves).toList();
		return serving.isEmpty() ? null : serving.get(this.world.scheduler().random().nextInt(serving.size()));
	}

	private @Nullable SimulatedNode alive() {
		List<SimulatedNode> alive = this.nodes.stream().filter((node) -> !node.process().isDead()).toList();
		return alive.isEmpty() ? null : alive.get(this.random.nextInt(alive.size()));
	}

	/** Lets bad things happen for so long. */
	void trouble(long micros) {
		Scheduler scheduler = this.world.scheduler();
		long end = scheduler.now() + micros;
		while (scheduler.now() < end) {
			scheduler.block(200_000 + this.random.nextInt(5_000_000));
			SimulatedNode node = alive();
			if (node == null) {
				join();
				continue;
			}
			switch (this.random.nextInt(10)) {
				case 0, 1 -> {
					kill(node);
					if (this.random.nextInt(3) > 0) {
						join();
					}
				}
				case 2, 3, 4 -> freeze(node, 300_000 + this.random.nextInt(12_000_000));
				case 5 -> {
					scheduler.trace("the database is down");
					this.world.faults().outage(100_000 + this.random.nextInt(5_000_000));
				}
				case 6 -> scheduler.stepDatabaseClock((this.random.nextInt(20) - 10) * 1_000_000L);
				case 7 -> {
					if (node.serves()) {
						scheduler.trace("stops " + node.process().name());
						stop(node);
					}
					join();
				}
				default -> join();
			}
		}
	}

	void kill(SimulatedNode node) {
		node.kill();
		this.nodes.remove(node);
	}

	/** Kills a process that one of its own activities is too much for. */
	void poisoned(Process process) {
		List.copyOf(this.nodes).stream().filter((node) -> node.process() == process).forEach(this::kill);
		if (this.nodes.isEmpty()) {
			join();
		}
	}

	private void freeze(SimulatedNode node, long micros) {
		Scheduler scheduler = this.world.scheduler();
		scheduler.trace("freezes " + node.process().name() + " for " + micros);
		node.process().freeze(true);
		scheduler.spawn(this.world.outside(), "thaw", micros, () -> {
			scheduler.trace("thaws " + node.process().name());
			node.process().freeze(false);
		});
	}

	private void stop(SimulatedNode node) {
		this.ending.add(node);
		this.world.scheduler().spawn(this.world.outside(), "stop", 0, () -> {
			this.world.scheduler().await(node.stop(), 60_000_000);
			kill(node);
		});
	}

	/**
	 * Nothing bad happens any more, there is somebody to go on with everything, and a
	 * deployment comes to its end.
	 */
	void calm() {
		for (SimulatedNode node : this.nodes) {
			node.process().freeze(false);
		}
		this.nodes.removeIf((node) -> node.process().isDead());
		join(true);
		if (this.deploying) {
			List.copyOf(this.nodes)
				.stream()
				.filter((node) -> node.build() != this.application.nextBuild() && !this.ending.contains(node))
				.forEach((node) -> {
					if (node.serves()) {
						stop(node);
					}
					else {
						kill(node); // it has not begun
					}
				});
		}
	}

	/** Stops all nodes in order; answers what they have left behind. */
	List<String> stopAll() {
		List<String> left = new ArrayList<>();
		for (SimulatedNode node : List.copyOf(this.nodes)) {
			if (node.serves()) {
				left.addAll(node.memory());
				this.world.scheduler().await(node.stop(), 60_000_000);
				this.world.scheduler().block(3_000_000);
				node.process().tasks.forEach((task) -> left.add("thread " + task));
				if (!node.process().connections.isEmpty()) {
					left.add(node.process().connections.size() + " connections of " + node.process().name());
				}
			}
		}
		killAll();
		return left;
	}

	/** Kills all nodes, and waits until nothing is left of any. */
	void killAll() {
		List.copyOf(this.nodes).forEach(this::kill);
		for (Process process : this.processes) {
			while (!process.tasks.isEmpty()) {
				this.world.scheduler().block(1000);
			}
		}
	}

}
