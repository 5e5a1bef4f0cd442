package dev.holdfast.engine.store;

import java.util.UUID;

import dev.holdfast.HoldfastException;

/**
 * A run is not what this node takes it for: another node has it, it has ended, or the
 * transaction that was to start it has come to nothing after all.
 */
public final class RunMovedException extends HoldfastException {

	RunMovedException(UUID runId) {
		super("Run " + runId + " has gone on without this node, or was never started", null);
	}

}
