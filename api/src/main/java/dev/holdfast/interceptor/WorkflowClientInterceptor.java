package dev.holdfast.interceptor;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.holdfast.client.WorkflowDescription;
import dev.holdfast.client.WorkflowExecutionPage;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.workflow.Memo;
import org.jspecify.annotations.Nullable;

/**
 * Surrounds what clients ask of workflows, on the thread and in the transaction of the
 * caller. Beans of this type are called in their order, the first one outermost.
 * Thread-safe.
 *
 * <p>
 * What is thrown is thrown to the caller, and if the call was not proceeded with, nothing
 * was written. Of a call, what its class says may be changed; other changes have no
 * effect. To get a handle passes no interceptor.
 */
public interface WorkflowClientInterceptor {

	/**
	 * A start; the answer is the id of the run. Of a start with a message, see
	 * {@link #signalWithStart} and {@link #updateWithStart}.
	 */
	default String start(StartRequest start, Chain<StartRequest, String> chain) {
		return chain.proceed(start);
	}

	/**
	 * A signal with the start of its workflow; the answer is the id of the run. Unless
	 * overridden it passes {@link #start} and, within that, {@link #signal} of this
	 * interceptor, so that what these do they do here too.
	 */
	default String signalWithStart(StartWithMessage signal, Chain<StartWithMessage, String> chain) {
		return start(signal.start(), (start) -> {
			String[] runId = new String[1];
			signal(signal.message(), (message) -> runId[0] = chain.proceed(new StartWithMessage(start, message)));
			return goneOn(runId[0]);
		});
	}

	/**
	 * An update with the start of its workflow; the answer is the id of the run. Unless
	 * overridden it passes {@link #start} and, within that, {@link #update} of this
	 * interceptor, so that what these do they do here too.
	 */
	default String updateWithStart(StartWithMessage update, Chain<StartWithMessage, String> chain) {
		return start(update.start(),
				(start) -> update(update.message(), (message) -> chain.proceed(new StartWithMessage(start, message))));
	}

	/** A signal to a run; the answer counts for nothing. */
	default @Nullable Object signal(MessageRequest signal, Chain<MessageRequest, @Nullable Object> chain) {
		return chain.proceed(signal);
	}

	/** A query; the answer is that of the query. */
	default @Nullable Object query(MessageRequest query, Chain<MessageRequest, @Nullable Object> chain) {
		return chain.proceed(query);
	}

	/** The request of an update; the answer is the id of the run that receives it. */
	default String update(MessageRequest update, Chain<MessageRequest, String> chain) {
		return chain.proceed(update);
	}

	/** A wait for the result of an update, which is the answer. */
	default @Nullable Object updateResult(UpdateResultRequest request,
			Chain<UpdateResultRequest, @Nullable Object> chain) {
		return chain.proceed(request);
	}

	/** A promise of the result of an update; the result is its answer. */
	default CompletableFuture<@Nullable Object> updateResultAsync(UpdateResultRequest request,
			Chain<UpdateResultRequest, CompletableFuture<@Nullable Object>> chain) {
		return chain.proceed(request);
	}

	/** A request to cancel; the answer counts for nothing. */
	default @Nullable Object cancel(RunRequest cancel, Chain<RunRequest, @Nullable Object> chain) {
		return chain.proceed(cancel);
	}

	/** A termination; the answer counts for nothing. */
	default @Nullable Object terminate(RunRequest terminate, Chain<RunRequest, @Nullable Object> chain) {
		return chain.proceed(terminate);
	}

	/** A reset; the answer is the id of the run that it makes. */
	default String reset(ResetRequest reset, Chain<ResetRequest, String> chain) {
		return chain.proceed(reset);
	}

	/**
	 * A request to try a stuck run again; the answer counts for nothing.
	 */
	default @Nullable Object resume(RunReference run, Chain<RunReference, @Nullable Object> chain) {
		return chain.proceed(run);
	}

	/** A wait for the result of a run, which is the answer. */
	default @Nullable Object result(ResultRequest request, Chain<ResultRequest, @Nullable Object> chain) {
		return chain.proceed(request);
	}

	/** A promise of the result of a run; the result is its answer. */
	default CompletableFuture<@Nullable Object> resultAsync(ResultRequest request,
			Chain<ResultRequest, CompletableFuture<@Nullable Object>> chain) {
		return chain.proceed(request);
	}

	/** A look at what a run is and waits for. */
	default WorkflowDescription describe(RunReference run, Chain<RunReference, WorkflowDescription> chain) {
		return chain.proceed(run);
	}

	/** A look at the memo of a run. */
	default Memo memo(RunReference run, Chain<RunReference, Memo> chain) {
		return chain.proceed(run);
	}

	/** A look at what happened in a run. */
	default WorkflowHistory history(RunReference run, Chain<RunReference, WorkflowHistory> chain) {
		return chain.proceed(run);
	}

	/** The executions that a query finds, page by page. */
	default WorkflowExecutionPage list(ListRequest request, Chain<ListRequest, WorkflowExecutionPage> chain) {
		return chain.proceed(request);
	}

	/** How many executions a query finds. */
	default long count(CountRequest request, Chain<CountRequest, Long> chain) {
		return chain.proceed(request);
	}

	/** How many executions a query finds, by the values of a field. */
	default Map<String, Long> countBy(CountRequest request, Chain<CountRequest, Map<String, Long>> chain) {
		return chain.proceed(request);
	}

	private static String goneOn(@Nullable String runId) {
		if (runId == null) {
			throw new IllegalStateException("An interceptor has answered a signal that comes with a start without"
					+ " going on, so there is no run. Let it throw, or override signalWithStart, which can answer the"
					+ " id of a run.");
		}
		return runId;
	}

}
