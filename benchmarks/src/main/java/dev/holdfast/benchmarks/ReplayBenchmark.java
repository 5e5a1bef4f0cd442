package dev.holdfast.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.holdfast.benchmarks.workflows.ChainWorkflow;
import dev.holdfast.benchmarks.workflows.Parts;
import dev.holdfast.engine.history.ActivityAttributes.ActivityCompleted;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.replay.Inbound;
import dev.holdfast.engine.replay.TaskFailedException;
import dev.holdfast.engine.replay.WorkflowInstance;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Events per second when a run of 10,000 events, one activity after the other, comes back
 * into memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ReplayBenchmark {

	private static final int EVENTS = 10_000;

	/** The first and the last event are those of the workflow. */
	private static final int ACTIVITIES = (EVENTS - 2) / 2;

	private final Parts parts = new Parts(ChainWorkflow.class);

	private final EventCodec codec = new EventCodec(this.parts.payloads().json());

	private final List<HistoryEvent> history = this.parts.onTaskThread(this::record);

	private final List<byte[]> stored = this.history.stream()
		.map((event) -> this.codec.toPlain(event.attributes(), event.data()))
		.toList();

	private List<HistoryEvent> record() throws TaskFailedException {
		WorkflowInstance instance = this.parts.instance();
		List<HistoryEvent> events = new ArrayList<>(instance.execute(1, List.of(this.parts.started(ACTIVITIES))));
		byte[] result = this.parts.payloads().write(new ChainWorkflow.Link("link", 1), "A result");
		while (!instance.isClosed()) {
			HistoryEvent last = events.get(events.size() - 1);
			if (!(last.attributes() instanceof ActivityScheduled)) {
				throw new IllegalStateException("The workflow waits for something else than an activity: " + last);
			}
			events.addAll(instance.execute(last.time() + 1,
					List.of(new Inbound(new ActivityCompleted(last.id(), 1), result))));
		}
		if (events.size() != EVENTS) {
			throw new IllegalStateException("There should be " + EVENTS + " events, but are " + events.size());
		}
		return List.copyOf(events);
	}

	/** Only the code. */
	@Benchmark
	@OperationsPerInvocation(EVENTS)
	public WorkflowInstance replay() {
		return this.parts.onTaskThread(() -> replay(this.history));
	}

	/** Beginning with the bytes that a database has. */
	@Benchmark
	@OperationsPerInvocation(EVENTS)
	public WorkflowInstance decodeAndReplay() {
		return this.parts.onTaskThread(() -> replay(decode()));
	}

	private List<HistoryEvent> decode() {
		List<HistoryEvent> events = new ArrayList<>(EVENTS);
		for (int i = 0; i < EVENTS; i++) {
			HistoryEvent event = this.history.get(i);
			events.add(this.codec.fromPlain(event.id(), event.task(), event.type().storedName(), event.time(),
					this.stored.get(i)));
		}
		return events;
	}

	private WorkflowInstance replay(List<HistoryEvent> events) throws TaskFailedException {
		WorkflowInstance instance = this.parts.instance();
		instance.replay(events);
		return instance;
	}

}
