package dev.holdfast.engine;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Who this node is to the others: an id that is new with each life of the node, which
 * begins when the engine starts, and when the others took the node for dead. What it
 * still writes of an earlier life belongs to nobody, however late that arrives, and is
 * found like what any node leaves that is gone. Thread-safe.
 */
public final class BootId {

	private final EngineIds ids;

	private volatile UUID current;

	public BootId(EngineIds ids) {
		this.ids = ids;
		this.current = ids.next();
	}

	/** The id of this life. */
	public UUID current() {
		return this.current;
	}

	/** Begins another life; answers the id of the one before. */
	public UUID renew() {
		UUID before = this.current;
		this.current = this.ids.next();
		return before;
	}

	/** Whether an id is that of this life. */
	public boolean is(@Nullable UUID id) {
		return this.current.equals(id);
	}

}
