package dev.holdfast.engine.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.holdfast.client.ResourceExhaustedException;
import dev.holdfast.client.UpdateStage;
import dev.holdfast.client.WorkflowAlreadyStartedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowNotRunningException;
import dev.holdfast.client.WorkflowUpdateException;
import dev.holdfast.engine.simulation.Ledger.Answer;
import dev.holdfast.engine.simulation.Ledger.Kind;
import dev.holdfast.schedule.ScheduleAlreadyExistsException;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Clients of the application. Each starts a workflow and sends it messages, through any
 * node; what they have no answer to they say again, with the same request id, and now and
 * then without need.
 */
final class Clients {

	private static final long PATIENCE = 8_000_000;

	private static final int TRIES = 40;

	private static final int LONGEST_TRANSACTION = 2_000_000;

	private static final int LONGEST_LIFE = 10_000_000;

	private static final int SHARES = 1000;

	private final World world;

	private final Cluster cluster;

	private final Random random;

	private final JdbcTemplate jdbc;

	private final boolean dawdle;

	private final boolean reset;

	private int messages;

	private int open;

	/**
	 * Creates them.
	 * @param dawdle whether they send within transactions that take their time
	 * @param reset whether they take executions back to what they were
	 */
	Clients(World world, Cluster cluster, Random random, boolean dawdle, boolean reset) {
		this.world = world;
		this.cluster = cluster;
		this.random = random;
		this.dawdle = dawdle;
		this.reset = reset;
		this.jdbc = new JdbcTemplate(world.database().dataSource());
	}

	/** Begins with so many. */
	void begin(int many, long within) {
		for (int i = 0; i < many; i++) {
			Random own = new Random(this.random.nextLong());
			String workflowId = "workflow-" + i;
			this.open++;
			this.world.scheduler()
				.spawn(this.world.outside(), "client-" + i, 1 + this.random.nextInt((int) within), () -> {
					try {
						live(workflowId, own);
					}
					finally {
						this.open--;
					}
				});
		}
	}

	/** Begins with a client that wants something done again and again. */
	void schedule(long within) {
		Ledger.Schedule schedule = this.world.ledger().schedule("every", 2 + this.random.nextInt(3), 3_000_000);
		this.open++;
		this.world.scheduler().spawn(this.world.outside(), "planner", 1 + this.random.nextInt((int) within), () -> {
			try {
				schedule.answer = insist((node) -> create(node, schedule), false);
			}
			finally {
				this.open--;
			}
		});
	}

	private static boolean create(SimulatedNode node, Ledger.Schedule schedule) {
		try {
			node.schedules()
				.schedule(schedule.id, Kitchen::run, Step.small())
				.every(Duration.ofNanos(schedule.everyMicros * 1000))
				.overlap(ScheduleOverlapPolicy.ALLOW_ALL)
				.remainingActions(schedule.actions)
				.create();
		}
		catch (ScheduleAlreadyExistsException ex) {
			node.schedules().handle(schedule.id).describe(); // made by an earlier try
		}
		return true;
	}

	/**
	 * Does what an operator does: lets those go on that were put aside because they had
	 * lost too many nodes, which here is nobody's fault but that of chance.
	 */
	void resume() {
		List<String> aside = this.world.database().jdbc().queryForList("""
				select workflow_id from holdfast_execution
				where status = 'STUCK' and last_failure like 'Its node ended%' order by workflow_id
				""", String.class);
		for (String id : aside) {
			once((node) -> {
				handle(node, id).resume();
				return true;
			});
		}
	}

	boolean areDone() {
		return this.open == 0;
	}

	private void live(String workflowId, Random own) {
		Step plan = new Step.Plans(own).next();
		String id = switch (own.nextInt(5)) {
			case 0, 1 -> startWithRow(workflowId, plan, own);
			case 2 -> startWithoutId(workflowId, plan);
			default -> startInsistently(workflowId, plan, own);
		};
		List<String> earlier = new ArrayList<>();
		int talks = own.nextInt(7);
		for (int i = 0; i < talks; i++) {
			this.world.scheduler().block(1 + own.nextInt(2_000_000));
			if (this.reset && own.nextInt(4) == 0) {
				takeBack(id, own, earlier);
			}
			else {
				talk(id, own);
			}
		}
		if (this.reset && own.nextInt(3) == 0) {
			this.world.scheduler().block(1 + own.nextInt(LONGEST_LIFE));
			takeBack(id, own, earlier);
		}
	}

	/** Resets it, or one of the runs that it had when it was reset before. */
	private void takeBack(String id, Random own, List<String> earlier) {
		int share = own.nextInt(SHARES);
		String runId = (!earlier.isEmpty() && own.nextInt(3) == 0) ? earlier.get(own.nextInt(earlier.size())) : null;
		Ledger.Reset reset = this.world.ledger().reset(id);
		reset.answer = once((node) -> {
			WorkflowHandle<Kitchen, ?> handle = (runId != null) ? node.client().handle(Kitchen.class, id, runId)
					: handle(node, id);
			WorkflowHistory history = handle.history();
			try {
				reset.runId = handle.reset(1 + share * history.events().size() / SHARES);
			}
			catch (IllegalArgumentException ex) {
				this.world.scheduler().trace("is told " + ex.getMessage());
				return false;
			}
			earlier.add(history.execution().runId());
			return true;
		});
	}

	private String startInsistently(String workflowId, Step plan, Random own) {
		Ledger.Start start = this.world.ledger().start(workflowId, false);
		start.answer = insist((node) -> {
			node.client().workflow(Kitchen::run, plan).id(workflowId).requestId("request").start();
			return true;
		}, own.nextInt(3) == 0);
		return workflowId;
	}

	/**
	 * Starts it with an id that the engine chooses, again and again until one is there
	 * for certain. Nobody asks for those of which that is not known.
	 */
	private String startWithoutId(String workflowId, Step plan) {
		String[] id = { workflowId };
		for (int i = 0; i < TRIES && id[0].equals(workflowId); i++) {
			once((node) -> {
				id[0] = node.client().workflow(Kitchen::run, plan).start().workflowId();
				this.world.ledger().start(id[0], false).answer = Answer.ACKNOWLEDGED;
				return true;
			});
		}
		return id[0];
	}

	/**
	 * Starts it together with a row of the application, again and again under other ids
	 * until one is there for certain.
	 */
	private String startWithRow(String workflowId, Step plan, Random own) {
		for (int i = 0; i < TRIES; i++) {
			String id = workflowId + "-" + i;
			boolean rollBack = own.nextInt(4) == 0;
			Ledger.Start start = this.world.ledger().start(id, true);
			start.answer = once((node) -> {
				node.transaction().executeWithoutResult((status) -> {
					this.jdbc.update("insert into business (place, number) values (?, 0)", "start:" + id);
					node.client().workflow(Kitchen::run, plan).id(id).start();
					if (rollBack) {
						status.setRollbackOnly();
					}
				});
				return true;
			});
			if (rollBack && start.answer == Answer.ACKNOWLEDGED) {
				start.answer = Answer.REFUSED;
			}
			if (start.answer == Answer.ACKNOWLEDGED) {
				return id;
			}
		}
		return workflowId + "-0";
	}

	private void talk(String id, Random own) {
		int number = ++this.messages;
		boolean again = own.nextInt(3) == 0;
		switch (own.nextInt(12)) {
			case 0, 1, 2, 3 -> {
				Ledger.Message signal = this.world.ledger().message(Kind.SIGNAL, id, number, "signal-" + number);
				signal.answer = insist((node) -> {
					signal.sent++;
					handle(node, id).signalOnce("signal-" + number, Kitchen::add, number);
					return true;
				}, again);
			}
			case 4, 5, 6 -> {
				Ledger.Message signal = this.world.ledger().message(Kind.SIGNAL, id, number, null);
				long pause = this.dawdle ? own.nextInt(LONGEST_TRANSACTION) : 0;
				signal.answer = once((node) -> {
					signal.sent++;
					if (pause > 0) {
						node.transaction().executeWithoutResult((status) -> {
							handle(node, id).signal(Kitchen::add, number);
							this.world.scheduler().block(pause);
						});
					}
					else {
						signal.through = node.process().name();
						handle(node, id).signal(Kitchen::add, number);
					}
					return true;
				});
			}
			case 7, 8, 9 -> {
				Ledger.Message update = this.world.ledger().message(Kind.UPDATE, id, number, "update-" + number);
				update.answer = insist((node) -> {
					update.sent++;
					handle(node, id).<Integer, Integer>startUpdate(Kitchen::change, number)
						.id("update-" + number)
						.waitFor(UpdateStage.ACCEPTED)
						.start();
					return true;
				}, again);
			}
			case 10 -> once((node) -> handle(node, id).query(Kitchen::count));
			default -> {
				if (own.nextInt(3) == 0) {
					once((node) -> {
						handle(node, id).cancel();
						return true;
					});
				}
				else if (own.nextInt(3) == 0) {
					once((node) -> {
						handle(node, id).terminate("enough");
						return true;
					});
				}
			}
		}
	}

	private static WorkflowHandle<Kitchen, ?> handle(SimulatedNode node, String id) {
		return node.client().handle(Kitchen.class, id);
	}

	/**
	 * Asks until there is an answer; if it is to be said twice, either once more then, or
	 * at the same time to somebody else.
	 */
	private Answer insist(Function<SimulatedNode, Object> call, boolean twice) {
		boolean atOnce = twice && this.world.scheduler().random().nextBoolean();
		if (atOnce) {
			this.open++;
			this.world.scheduler().spawn(this.world.outside(), "echo", 0, () -> {
				try {
					once(call);
				}
				finally {
					this.open--;
				}
			});
		}
		Answer answer = once(call);
		boolean sure = answer != Answer.UNKNOWN && !atOnce;
		for (int i = 1; i < TRIES && answer == Answer.UNKNOWN; i++) {
			this.world.scheduler().block(300_000);
			answer = once(call);
		}
		if (answer == Answer.REFUSED && !sure) {
			return Answer.UNKNOWN;
		}
		if (twice && !atOnce && answer == Answer.ACKNOWLEDGED) {
			once(call);
		}
		return answer;
	}

	private Answer once(Function<SimulatedNode, Object> call) {
		SimulatedNode node = node();
		if (node == null) {
			return Answer.UNKNOWN;
		}
		Supplier<Object> work = () -> call.apply(node);
		CompletableFuture<Object> done = node.call("call", work);
		if (!this.world.scheduler().await(done, PATIENCE)) {
			this.world.scheduler().trace("has no answer");
			return Answer.UNKNOWN;
		}
		try {
			done.join();
			this.world.scheduler().trace("has its answer");
			return Answer.ACKNOWLEDGED;
		}
		catch (RuntimeException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			this.world.scheduler().trace("is told " + cause.getClass().getSimpleName());
			return isRefusal(cause) ? Answer.REFUSED : Answer.UNKNOWN;
		}
	}

	private @Nullable SimulatedNode node() {
		for (int i = 0; i < 60; i++) {
			SimulatedNode node = this.cluster.any();
			if (node != null) {
				return node;
			}
			this.world.scheduler().block(1_000_000);
		}
		return null;
	}

	private static boolean isRefusal(Throwable ex) {
		return ex instanceof WorkflowNotRunningException || ex instanceof WorkflowAlreadyStartedException
				|| ex instanceof WorkflowNotFoundException || ex instanceof ResourceExhaustedException
				|| ex instanceof WorkflowUpdateException;
	}

}
