package dev.holdfast.engine.client;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.Supplier;

import dev.holdfast.client.WorkflowAlreadyStartedException;
import dev.holdfast.client.WorkflowIdConflictPolicy;
import dev.holdfast.engine.run.PreparedStart;
import dev.holdfast.engine.store.CurrentRun;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.engine.store.RunTarget;
import dev.holdfast.engine.store.Starts;
import dev.holdfast.engine.store.Starts.Delivery;
import dev.holdfast.engine.store.StoredEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a run, or finds the one that has the id, and sends what is to go with it.
 *
 * @param policy what happens if an execution with the id runs
 * @param message what goes with the start, or {@code null}
 * @param idIsFree whether nobody else can have the id
 */
record RunStarter(ClientServices services, WorkflowIdConflictPolicy policy, StartMessage.@Nullable Sending message,
		boolean idIsFree) {

	private static final Logger logger = LoggerFactory.getLogger(RunStarter.class);

	/** The run that was started or found. */
	record Begun(String workflowId, UUID runId, UUID firstRunId) {

		static Begun of(NewRun start) {
			return new Begun(start.workflowId(), start.runId(), start.firstRunId());
		}

	}

	/**
	 * What came of a try to start.
	 *
	 * @param delivery what became of the message that goes with it, or {@code null}
	 */
	private record Tried(Starts.Outcome outcome, @Nullable Delivery delivery) {
	}

	/**
	 * Starts it, in the transaction of the caller if there is one.
	 * @param starts the start, made anew for each try
	 * @param input the arguments of the workflow method
	 */
	Begun start(Supplier<NewRun> starts, byte[] input) {
		boolean joins = this.services.store().transactions().isCallerInTransaction();
		boolean together = joins || this.message != null;
		NewRun start = starts.get();
		if (!together && startAlone(start)) {
			return Begun.of(start);
		}
		Begun begun = startOrFind(start, input, together);
		while (begun == null) {
			begun = startOrFind(starts.get(), input, together);
		}
		return begun;
	}

	/** Answers {@code null} if the start is to be tried again. */
	private @Nullable Begun startOrFind(NewRun start, byte[] input, boolean together) {
		return begun(this.services.store().transactions().join((session) -> tryOnce(start, together)), start, input,
				together);
	}

	/**
	 * Starts it in a transaction of its own, unless that has to look for others. Code
	 * that begins before its start is written is that of a run which nothing but a
	 * failure can keep from being started.
	 */
	private boolean startAlone(NewRun start) {
		try (PreparedStart prepared = this.idIsFree ? this.services.registry().prepare(start) : null) {
			return (prepared != null) ? prepared.write()
					: this.services.store().starts().startAlone(start, birthOf(start, false));
		}
	}

	private Tried tryOnce(NewRun start, boolean mayHaveMessages) {
		Starts.Outcome outcome = this.services.store().starts().start(start, birthOf(start, mayHaveMessages));
		StartMessage.Sending sending = this.message;
		UUID receiver = (sending != null) ? receiver(outcome, start, sending.once()) : null;
		return new Tried(outcome, (sending != null && receiver != null)
				? sending.send().apply(RunTarget.run(start.workflowId(), receiver)) : null);
	}

	private Starts.Birth birthOf(NewRun start, boolean mayHaveMessages) {
		return this.services.registry().birthOf(start, mayHaveMessages);
	}

	/** The run that the message goes to, or {@code null} if it is not to be sent. */
	private @Nullable UUID receiver(Starts.Outcome outcome, NewRun start, boolean once) {
		if (outcome instanceof Starts.Outcome.Started) {
			return start.runId();
		}
		if (outcome instanceof Starts.Outcome.Requested requested) {
			return once ? requested.runId() : null;
		}
		return (outcome instanceof Starts.Outcome.Running running
				&& this.policy == WorkflowIdConflictPolicy.USE_EXISTING) ? running.run().runId() : null;
	}

	/** Answers {@code null} if the start is to be tried again. */
	private @Nullable Begun begun(Tried tried, NewRun start, byte[] input, boolean together) {
		String workflowId = start.workflowId();
		Delivery delivery = tried.delivery();
		if (tried.outcome() instanceof Starts.Outcome.NotReusable closed) {
			throw new WorkflowAlreadyStartedException(workflowId, closed.runId().toString(),
					"an execution with this id has closed as " + closed.status() + ", and the id reuse policy is "
							+ start.reusePolicy() + ".");
		}
		if (tried.outcome() instanceof Starts.Outcome.Requested requested) {
			logRepeated(start, requested.runId(), input);
			if (delivery != null) {
				this.services.messages().require(delivery, RunTarget.run(workflowId, requested.runId()));
			}
			return new Begun(workflowId, requested.runId(), requested.firstRunId());
		}
		if (tried.outcome() instanceof Starts.Outcome.Running running) {
			CurrentRun open = running.run();
			return switch (this.policy) {
				case FAIL -> throw new WorkflowAlreadyStartedException(workflowId, open.runId().toString(),
						"an execution with this id is running. Use another id, or an id conflict policy.");
				case USE_EXISTING -> {
					if (delivery != null && delivery.sent() == Starts.Sent.NOT_OPEN) {
						yield null;
					}
					if (delivery != null) {
						this.services.messages().require(delivery, RunTarget.run(workflowId, open.runId()));
					}
					yield new Begun(workflowId, open.runId(), open.firstRunId());
				}
				case TERMINATE_EXISTING -> takeOver(open.runId(), start, together) ? Begun.of(start) : null;
			};
		}
		return Begun.of(start);
	}

	/**
	 * Terminates the open execution and starts the new one: in one commit, unless the new
	 * one is part of a transaction of the caller, which may yet be rolled back, or comes
	 * with a message.
	 * @return whether the new one is started
	 */
	private boolean takeOver(UUID open, NewRun start, boolean together) {
		String reason = "a new execution with its id was started";
		if (together) {
			this.services.terminations().terminate(open, reason);
			return false;
		}
		return this.services.terminations().replace(open, reason, start);
	}

	/** The first start wins; who sees another input than his own should know. */
	private void logRepeated(NewRun start, UUID runId, byte[] input) {
		StoredEvent first = this.services.store().reader().event(runId, 1);
		byte[] recorded = (first != null) ? this.services.store().reader().decode(runId, first).data() : null;
		if (!Arrays.equals(recorded, input)) {
			logger.warn(
					"Workflow '{}' was started again with the request id '{}', but with another input; the first start"
							+ " counts (run {})",
					start.workflowId(), start.requestId(), runId);
		}
	}

}
