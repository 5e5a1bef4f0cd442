package dev.holdfast.client;

import dev.holdfast.HoldfastException;
import org.jspecify.annotations.Nullable;

/**
 * A query was not answered: there is none of that name, its code failed or did what a
 * query must not, or the history could not be replayed. The execution is as it was.
 */
public final class WorkflowQueryException extends HoldfastException {

	public WorkflowQueryException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
