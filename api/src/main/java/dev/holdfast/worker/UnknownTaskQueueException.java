package dev.holdfast.worker;

import java.util.Collection;

import dev.holdfast.HoldfastException;

/** This application has no worker for a task queue. */
public class UnknownTaskQueueException extends HoldfastException {

	public UnknownTaskQueueException(String taskQueue, Collection<String> known) {
		super("This application has no worker for task queue '" + taskQueue + "'. It has workers for " + known
				+ "; others are made by holdfast.workers.<queue> or by a bean that names the queue.", null);
	}

}
