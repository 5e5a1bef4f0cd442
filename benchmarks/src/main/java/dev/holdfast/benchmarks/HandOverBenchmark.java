package dev.holdfast.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.holdfast.benchmarks.workflows.Parts;
import dev.holdfast.benchmarks.workflows.YieldWorkflow;
import dev.holdfast.engine.history.HistoryEvent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs that workflow code has a thread of its own: from the scheduler to a
 * coroutine and back.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandOverBenchmark {

	private static final int TURNS = 10_000;

	private final Parts parts = new Parts(YieldWorkflow.class);

	/** A workflow that lets go of its turn again and again. */
	@Benchmark
	@OperationsPerInvocation(TURNS)
	public List<HistoryEvent> thereAndBack() {
		return this.parts.onTaskThread(() -> this.parts.instance().execute(1, List.of(this.parts.started(TURNS))));
	}

	/** A workflow that ends at once: the thread and everything else that a run needs. */
	@Benchmark
	public List<HistoryEvent> wholeRun() {
		return this.parts.onTaskThread(() -> this.parts.instance().execute(1, List.of(this.parts.started(0))));
	}

}
