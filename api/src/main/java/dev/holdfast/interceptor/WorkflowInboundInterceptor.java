package dev.holdfast.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * Surrounds the code of workflows where it is called: the workflow method, and the
 * handlers of signals, queries and updates. It runs as workflow code does, on replay too,
 * so all that is said of workflow code holds for it: it must be deterministic, and keep
 * no state of its own. Beans of this type are called in their order, the first one
 * outermost.
 */
public interface WorkflowInboundInterceptor {

	/** The workflow method; the answer is its result. */
	default @Nullable Object execute(WorkflowInvocation invocation, Chain<WorkflowInvocation, @Nullable Object> chain) {
		return chain.proceed(invocation);
	}

	/** The handler of a signal; the answer counts for nothing. */
	default @Nullable Object signal(MessageCall signal, Chain<MessageCall, @Nullable Object> chain) {
		return chain.proceed(signal);
	}

	/**
	 * The handler of a query. It must change nothing, and runs whenever somebody asks.
	 */
	default @Nullable Object query(MessageCall query, Chain<MessageCall, @Nullable Object> chain) {
		return chain.proceed(query);
	}

	/**
	 * The validator of an update, also where there is none. It must change nothing, and
	 * does not run on replay. What is thrown rejects the update.
	 */
	default @Nullable Object validateUpdate(MessageCall update, Chain<MessageCall, @Nullable Object> chain) {
		return chain.proceed(update);
	}

	/** The handler of an update; the answer is its result. */
	default @Nullable Object executeUpdate(MessageCall update, Chain<MessageCall, @Nullable Object> chain) {
		return chain.proceed(update);
	}

}
