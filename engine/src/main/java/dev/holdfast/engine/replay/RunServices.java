package dev.holdfast.engine.replay;

import java.util.concurrent.Executor;

import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.interception.Interceptors;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.time.EngineClock;
import org.jspecify.annotations.Nullable;

/**
 * What the code of every run needs from outside.
 *
 * @param definitions all types of this application
 * @param payloads how values are written and read
 * @param clock what timers are set by
 * @param coroutines where coroutines get their threads
 * @param contexts what context of threads goes with calls
 * @param interceptors what surrounds calls
 * @param changedInput told when replayed code gives a command another input than the
 * history has
 * @param watch what looks for how long code keeps its thread
 */
public record RunServices(Definitions definitions, PayloadMapper payloads, EngineClock clock, Executor coroutines,
		ContextPropagators contexts, Interceptors interceptors, ChangedInputListener changedInput, CodeWatch watch) {

	/** For code that nobody watches. */
	public RunServices(Definitions definitions, PayloadMapper payloads, EngineClock clock, Executor coroutines,
			ContextPropagators contexts, Interceptors interceptors, ChangedInputListener changedInput) {
		this(definitions, payloads, clock, coroutines, contexts, interceptors, changedInput, CodeWatch.NONE);
	}

	/** The same for code whose changed inputs are told to somebody else. */
	public RunServices telling(ChangedInputListener listener) {
		return new RunServices(this.definitions, this.payloads, this.clock, this.coroutines, this.contexts,
				this.interceptors, listener, this.watch);
	}

	/** Told when replayed code gives a command another input than the history has. */
	@FunctionalInterface
	public interface ChangedInputListener {

		/**
		 * An input has changed.
		 * @param recorded the event in the history
		 * @param given what the code gives now, as JSON, or {@code null} if the command
		 * has no payload
		 */
		void inputChanged(RunIdentity run, HistoryEvent recorded, byte @Nullable [] given);

	}

}
