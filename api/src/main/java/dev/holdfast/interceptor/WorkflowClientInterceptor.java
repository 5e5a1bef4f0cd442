package dev.holdfast.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * Surrounds what clients ask of workflows, on the thread and in the transaction of the
 * caller. Beans of this type are called in their order, the first one outermost.
 * Thread-safe.
 */
public interface WorkflowClientInterceptor {

	/** A start, with or without a message; the answer is the id of the run. */
	default String start(StartRequest start, Chain<StartRequest, String> chain) {
		return chain.proceed(start);
	}

	/** A signal to a run; the answer counts for nothing. */
	default @Nullable Object signal(MessageRequest signal, Chain<MessageRequest, @Nullable Object> chain) {
		return chain.proceed(signal);
	}

	/** A query; the answer is that of the query. */
	default @Nullable Object query(MessageRequest query, Chain<MessageRequest, @Nullable Object> chain) {
		return chain.proceed(query);
	}

	/** The request of an update of a run; the answer counts for nothing. */
	default @Nullable Object update(MessageRequest update, Chain<MessageRequest, @Nullable Object> chain) {
		return chain.proceed(update);
	}

	/** A request to cancel; the answer counts for nothing. */
	default @Nullable Object cancel(RunRequest cancel, Chain<RunRequest, @Nullable Object> chain) {
		return chain.proceed(cancel);
	}

	/** A termination; the answer counts for nothing. */
	default @Nullable Object terminate(RunRequest terminate, Chain<RunRequest, @Nullable Object> chain) {
		return chain.proceed(terminate);
	}

	/** A wait for the result of a run, which is the answer. */
	default @Nullable Object result(ResultRequest request, Chain<ResultRequest, @Nullable Object> chain) {
		return chain.proceed(request);
	}

}
