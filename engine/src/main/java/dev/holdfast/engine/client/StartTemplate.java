package dev.holdfast.engine.client;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The start of a workflow that is kept, to be made as often as needed.
 *
 * @param workflowType what is started
 * @param workflowId the id that was asked for, or {@code null} if none was
 * @param payload the first event of a run, in clear, whose times count from the start
 */
public record StartTemplate(String workflowType, @Nullable String workflowId, byte[] payload) {

	/** Stands for the run that is not there yet. */
	static final UUID NO_RUN = new UUID(0, 0);

}
