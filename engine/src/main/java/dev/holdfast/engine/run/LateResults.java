package dev.holdfast.engine.run;

import java.util.List;

import dev.holdfast.engine.activity.Attempt;
import dev.holdfast.engine.activity.AttemptOutcome;
import dev.holdfast.engine.activity.AttemptRequest;
import dev.holdfast.engine.store.RunCommit;
import dev.holdfast.engine.store.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results of attempts that outlive the stay of their run on this node: they wait as
 * messages for its next owner.
 */
final class LateResults {

	private static final Logger logger = LoggerFactory.getLogger(LateResults.class);

	private final RunEnvironment environment;

	private final RunRegistry registry;

	LateResults(RunEnvironment environment, RunRegistry registry) {
		this.environment = environment;
		this.registry = registry;
	}

	/**
	 * An attempt ended after its run had left. If the database does not answer, the
	 * attempt is made again, as after a crash: whoever lets runs leave must not be held
	 * up.
	 */
	void keep(Attempt attempt, AttemptOutcome outcome) {
		if (outcome instanceof AttemptOutcome.Completed completed) {
			AttemptRequest request = attempt.request();
			StoredMessage message = completion(request, completed);
			try {
				if (this.environment.starts().complete(request.run().workflowId(), message, request.epoch())) {
					this.registry.deliver(message);
				}
			}
			catch (RuntimeException ex) {
				logger.warn(
						"The result of activity {} of workflow '{}', which came after its run had left this node,"
								+ " could not be written; the attempt is made again: {}",
						request.activityId(), request.run().workflowId(), ex.toString());
			}
		}
	}

	/** Writes down what the run was told and only this node knows, before it leaves. */
	void write(List<Mail> mails, RunCommit leaving) {
		for (Mail mail : mails) {
			if (mail instanceof Mail.AttemptEnded ended
					&& ended.outcome() instanceof AttemptOutcome.Completed completed) {
				leaving.sendToItself(completion(ended.attempt().request(), completed));
			}
		}
	}

	private StoredMessage completion(AttemptRequest request, AttemptOutcome.Completed completed) {
		return StoredMessage.of(request.run().runId(), request.messageKey(), this.environment.order(),
				this.environment.codec(), request.completed(), completed.result());
	}

}
