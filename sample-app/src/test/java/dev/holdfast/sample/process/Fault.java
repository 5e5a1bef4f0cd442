package dev.holdfast.sample.process;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import dev.holdfast.sample.process.DatabaseProxy.Cut;

/** What can happen to some nodes and their database. */
enum Fault {

	/** A node is killed, wherever in its life it is, and started again. */
	KILL {
		@Override
		String strike(Cluster cluster, Random random) throws Exception {
			Node node = cluster.anyNode();
			node.kill();
			Place place = Node.anyPlace(random);
			node.start(place);
			return "%s was killed, life %d begins as %s".formatted(node.name(), node.lives(), place);
		}
	},

	/** A node stops until the others have taken its work, and goes on. */
	FREEZE {
		@Override
		String strike(Cluster cluster, Random random) throws Exception {
			Node node = cluster.anyNodeThatIsUp(random);
			long began = System.nanoTime();
			node.freeze();
			boolean taken = awaitTakenForDead(cluster, node);
			node.thaw();
			return "%s was frozen for %d ms%s".formatted(node.name(), millisSince(began),
					taken ? ", taken for dead" : "");
		}
	},

	/** The database server ends at once and has to recover. */
	DATABASE_STOP {
		@Override
		String strike(Cluster cluster, Random random) throws Exception {
			long began = System.nanoTime();
			cluster.server().stopAtOnce();
			// How long nobody is there is part of the fault.
			TimeUnit.MILLISECONDS.sleep(random.nextInt(3000));
			cluster.server().start();
			return "%s stopped at once and was back after %d ms".formatted(cluster.server().name(), millisSince(began));
		}
	},

	/** The lines of some commits of a node are cut. */
	COMMIT_CUT {
		@Override
		String strike(Cluster cluster, Random random) throws Exception {
			Node node = cluster.anyNodeThatIsUp(random);
			Cut cut = Cut.values()[random.nextInt(Cut.values().length)];
			int count = 1 + random.nextInt(3);
			int made = node.proxy().cutCommits(cut, count, 3000);
			return "%s lost its line %s %d of %d commits".formatted(node.name(), cut, made, count);
		}
	},

	/** The server ends the connections of all nodes. */
	CONNECTIONS_ENDED {
		@Override
		String strike(Cluster cluster, Random random) {
			return "%d connections were ended".formatted(cluster.server().cutConnections(cluster.database()));
		}
	},

	/**
	 * A node cannot reach the database, and does not learn that, until the others have
	 * taken its work.
	 */
	CUT_OFF {
		@Override
		String strike(Cluster cluster, Random random) throws Exception {
			Node node = cluster.anyNodeThatIsUp(random);
			boolean late = random.nextBoolean();
			long began = System.nanoTime();
			node.proxy().die();
			boolean taken;
			try {
				taken = awaitTakenForDead(cluster, node);
			}
			finally {
				node.proxy().revive(!late);
			}
			return "%s was cut off for %d ms%s, then %s".formatted(node.name(), millisSince(began),
					taken ? ", taken for dead" : "", late ? "what it had said arrived" : "its lines were cut");
		}
	};

	/** Longer than two leases and some polls of the order desks. */
	private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

	/**
	 * Happens, and ends.
	 * @return what happened
	 */
	abstract String strike(Cluster cluster, Random random) throws Exception;

	private static boolean awaitTakenForDead(Cluster cluster, Node node) throws Exception {
		return cluster.await(() -> cluster.isTakenForDead(node), LONG_ENOUGH);
	}

	private static long millisSince(long began) {
		return (System.nanoTime() - began) / 1_000_000;
	}

}
