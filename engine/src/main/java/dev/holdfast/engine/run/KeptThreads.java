package dev.holdfast.engine.run;

import java.time.Duration;

import dev.holdfast.engine.metrics.EngineMetrics;
import dev.holdfast.engine.replay.CodeWatch;
import dev.holdfast.engine.replay.KeptThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what the watch finds. */
public final class KeptThreads implements CodeWatch.Listener {

	private static final Logger logger = LoggerFactory.getLogger(KeptThreads.class);

	private final EngineMetrics metrics;

	public KeptThreads(EngineMetrics metrics) {
		this.metrics = metrics;
	}

	@Override
	public void keepsItsThread(KeptThread kept) {
		this.metrics.deadlockDetected(kept.workflowType(), kept.waits());
		logger.warn(
				"Code of workflow {} '{}' (run {}, {}) has not yielded for {} s: it {}\nIts execution goes on with nothing"
						+ " else meanwhile, and its task fails at its timeout. {}",
				kept.workflowType(), kept.identity().workflowId(), kept.identity().runId(), kept.what(),
				seconds(kept.time()), kept.describe(),
				kept.waits() ? "What blocks belongs into an activity; to wait, use Workflows.sleep or Workflows.await."
						: "Does it loop? Long computations belong into an activity.");
		logger.debug("Its whole stack: {}", kept.stack());
	}

	@Override
	public void givenUp(KeptThread kept) {
		this.metrics.codeGivenUp(kept.workflowType());
		logger.warn(
				"Code of workflow {} '{}' (run {}, {}) is given up after {} s: it {}\nIts thread cannot be stopped and"
						+ " stays until the code ends; nothing that the code does counts any more.",
				kept.workflowType(), kept.identity().workflowId(), kept.identity().runId(), kept.what(),
				seconds(kept.time()), kept.describe());
	}

	private static double seconds(Duration time) {
		return time.toMillis() / 1000.0;
	}

}
