package dev.holdfast.engine.replay;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.holdfast.context.ContextPropagator;
import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.context.LogContext;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds the code of a run on each of its threads: the context that came with the
 * start and with messages, always taken from the history, and what log lines say.
 */
final class CodeContext {

	private final ContextPropagators contexts;

	private final RunIdentity identity;

	private final String workflowType;

	private final @Nullable Map<String, String> started;

	CodeContext(ContextPropagators contexts, RunIdentity identity, String workflowType,
			@Nullable Map<String, String> started) {
		this.contexts = contexts;
		this.identity = identity;
		this.workflowType = workflowType;
		this.started = started;
	}

	/** Surrounds code that begins with the run, or with a message that has headers. */
	Runnable around(@Nullable Map<String, String> message, Runnable code) {
		Map<String, String> headers = with(message);
		return () -> within(headers, () -> {
			code.run();
			return this;
		});
	}

	/** Surrounds code that other code begins: it has the context of that. */
	Runnable inherited(Runnable code) {
		Map<String, String> headers = this.contexts.capture();
		return () -> within(headers, () -> {
			code.run();
			return this;
		});
	}

	/** Runs code that has the context of the run, on this thread. */
	<R extends @Nullable Object> R within(Supplier<R> code) {
		return within(this.started, code);
	}

	private <R extends @Nullable Object> R within(@Nullable Map<String, String> headers, Supplier<R> code) {
		ContextPropagator.Scope log = LogContext.workflow(this.identity.workflowId(), this.identity.runId(),
				this.workflowType);
		try {
			ContextPropagator.Scope context = this.contexts.restore(headers);
			try {
				return code.get();
			}
			finally {
				context.close();
			}
		}
		finally {
			log.close();
		}
	}

	/** The context of this code, to go with what it calls. */
	Map<String, String> headers() {
		return Objects.requireNonNullElse(this.contexts.capture(), Map.of());
	}

	/**
	 * What travels into the run that this one goes on as: the headers that it was started
	 * with, but the context as it is now.
	 */
	Map<String, String> nextHeaders() {
		return this.contexts.renew(this.started);
	}

	/** Headers as events have them. */
	static @Nullable Map<String, String> stored(Map<String, String> headers) {
		return headers.isEmpty() ? null : headers;
	}

	private @Nullable Map<String, String> with(@Nullable Map<String, String> message) {
		if (message == null || this.started == null) {
			return (message != null) ? message : this.started;
		}
		Map<String, String> both = new TreeMap<>(this.started);
		both.putAll(message);
		return both;
	}

}
