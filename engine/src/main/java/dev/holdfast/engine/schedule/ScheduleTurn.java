package dev.holdfast.engine.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.holdfast.engine.calendar.ScheduleTimes;
import dev.holdfast.engine.schedule.ScheduleState.Backfill;
import dev.holdfast.engine.schedule.ScheduleState.Taken;
import dev.holdfast.engine.schedule.ScheduleState.Waiting;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.schedule.ScheduleCounts;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule does at a time: it decides, and touches nothing. It is told what became
 * of executions, says what is to be started and stopped, is told what was started, and
 * then says what it is.
 */
final class ScheduleTurn {

	/** How many actions are taken in one transaction. */
	static final int MOST_STARTS = 50;

	/** How many times are looked at in one transaction. */
	static final int MOST_TIMES = 20_000;

	/** How many actions may wait. */
	static final int MOST_WAITING = 1000;

	private static final int MOST_WAITING_OF_BACKFILL = 100;

	private static final int MOST_OVERLAPPING = 100;

	private static final int MOST_RECENT = 10;

	/** Nodes' clocks may differ a little; more means that the clock was put back. */
	private static final long TOLERATED_STEP_BACK = Micros.of(Duration.ofMinutes(1));

	private static final long TERMINATE_AGAIN = Micros.of(Duration.ofSeconds(10));

	private static final Outcomes NOT_ASKED = new Outcomes() {

		@Override
		public Outcome of(String workflowId) {
			throw new IllegalStateException("Nothing is decided");
		}

		@Override
		public boolean wasStarted(String workflowId) {
			throw new IllegalStateException("Nothing is started");
		}

	};

	private final String scheduleId;

	private final ScheduleDefinition definition;

	private final ScheduleTimes times;

	private final Outcomes outcomes;

	private final long now;

	private final long latestBefore;

	private final long catchupWindow;

	private final List<Backfill> backfills = new ArrayList<>();

	private final List<Taken> running = new ArrayList<>();

	private final List<Taken> recent;

	private final List<Start> starts = new ArrayList<>();

	private final List<Stop> stops = new ArrayList<>();

	private final long lastTrigger;

	private List<Waiting> waiting;

	private boolean paused;

	private String note;

	private long cursor;

	private long latest;

	private @Nullable Long remaining;

	private long taken;

	private long skipped;

	private long missed;

	private long dropped;

	private int looked;

	private boolean more;

	private boolean terminating;

	/** An action that is to be taken. */
	record Start(Waiting action, String workflowId, boolean overlapping) {
	}

	/** An execution that is to make room. */
	record Stop(String workflowId, boolean terminate) {
	}

	/** What became of an execution: its open run, or how it ended. */
	record Outcome(@Nullable UUID openRun, boolean failed) {
	}

	/** Knows what became of executions. */
	interface Outcomes {

		Outcome of(String workflowId);

		/** Whether there is, or was, an execution with this id. */
		boolean wasStarted(String workflowId);

	}

	ScheduleTurn(Schedule schedule, ScheduleTimes times, Outcomes outcomes, long now) {
		this.outcomes = outcomes;
		ScheduleState state = schedule.state();
		this.scheduleId = schedule.row().scheduleId();
		this.definition = schedule.definition();
		this.times = times;
		this.now = now;
		this.catchupWindow = Micros.of(this.definition.catchupWindow());
		this.paused = schedule.row().paused();
		this.note = state.note();
		this.cursor = state.cursor();
		this.latestBefore = state.latest();
		this.latest = state.latest();
		this.remaining = state.remaining();
		this.waiting = new ArrayList<>(state.waiting());
		this.running.addAll(state.running());
		this.recent = new ArrayList<>(state.recent());
		this.backfills.addAll(state.backfills());
		this.lastTrigger = state.lastTrigger();
		ScheduleCounts counts = state.counts();
		this.taken = counts.taken();
		this.skipped = counts.skippedByOverlap();
		this.missed = counts.missed();
		this.dropped = counts.dropped();
	}

	/** Takes note of what became of its executions. */
	void observe() {
		List<Taken> before = List.copyOf(this.running);
		this.running.clear();
		for (Taken action : before) {
			Outcome outcome = this.outcomes.of(action.workflowId());
			UUID open = outcome.openRun();
			if (open != null) {
				this.running.add(new Taken(action.time(), action.startedAt(), action.workflowId(), open,
						action.overlapping(), action.asked() && open.equals(action.runId())));
			}
			else if (outcome.failed() && this.definition.pauseOnFailure() && !this.paused) {
				this.paused = true;
				this.note = "paused because workflow '" + action.workflowId() + "' failed";
			}
		}
	}

	/** Decides what is to be done now. */
	void decide() {
		List<Waiting> before = this.waiting;
		this.waiting = new ArrayList<>();
		for (Waiting action : before) {
			if (this.starts.size() >= MOST_STARTS) {
				this.waiting.add(action);
				this.more = true;
			}
			else if (this.paused && !action.manual()) {
				this.waiting.add(action);
			}
			else {
				offer(action);
			}
		}
		passTimes();
		backfill();
	}

	private void passTimes() {
		if (this.cursor > this.now + TOLERATED_STEP_BACK) {
			this.cursor = this.now;
		}
		while (acts()) {
			long time = this.times.next(this.cursor);
			if (time > this.now) {
				return;
			}
			long due = this.times.due(this.scheduleId, time);
			if (due > this.now) {
				return;
			}
			if (isFull()) {
				this.more = true;
				return;
			}
			pass(time);
			if (isLate(due)) {
				this.missed++;
			}
			else {
				offer(new Waiting(time, due, null, false));
			}
		}
	}

	private boolean acts() {
		return !this.paused && (this.remaining == null || this.remaining > 0);
	}

	private boolean isFull() {
		return this.starts.size() >= MOST_STARTS || this.looked >= MOST_TIMES;
	}

	private boolean isLate(long due) {
		return this.now - due > this.catchupWindow;
	}

	private void pass(long time) {
		this.looked++;
		this.cursor = time;
		this.latest = Math.max(this.latest, time);
	}

	private void backfill() {
		while (!this.backfills.isEmpty()) {
			Backfill first = this.backfills.get(0);
			long time = this.times.next(first.cursor());
			if (time > first.until()) {
				this.backfills.remove(0);
				continue;
			}
			if (isFull()) {
				this.more = true;
				return;
			}
			if (this.waiting.stream().filter(Waiting::manual).count() >= MOST_WAITING_OF_BACKFILL) {
				return;
			}
			this.looked++;
			this.backfills.set(0, new Backfill(time, first.until(), first.overlap()));
			offer(new Waiting(time, this.now, first.overlap(), true));
		}
	}

	private void offer(Waiting action) {
		ScheduleOverlapPolicy policy = policy(action);
		Taken other = inTheWay();
		if (policy == ScheduleOverlapPolicy.ALLOW_ALL) {
			start(action, true);
			return;
		}
		if (other == null && this.starts.stream().allMatch(Start::overlapping)) {
			start(action, false);
			return;
		}
		switch (policy) {
			case SKIP -> this.skipped++;
			case BUFFER_ONE -> {
				if (this.waiting.stream().anyMatch((each) -> policy(each) == policy)) {
					this.skipped++;
				}
				else {
					this.waiting.add(action);
				}
			}
			case BUFFER_ALL -> {
				if (this.waiting.size() < MOST_WAITING) {
					this.waiting.add(action);
				}
				else {
					this.dropped++;
				}
			}
			case CANCEL_OTHER, TERMINATE_OTHER -> takePlace(action, other, policy);
			case ALLOW_ALL -> throw new IllegalStateException("It never waits");
		}
	}

	private ScheduleOverlapPolicy policy(Waiting action) {
		ScheduleOverlapPolicy own = action.overlap();
		return (own != null) ? own : this.definition.overlap();
	}

	private @Nullable Taken inTheWay() {
		for (Taken action : this.running) {
			if (!action.overlapping()) {
				return action;
			}
		}
		return null;
	}

	/** The newest of those that stop others is the only one that waits for that. */
	private void takePlace(Waiting action, @Nullable Taken other, ScheduleOverlapPolicy policy) {
		int before = this.waiting.size();
		this.waiting.removeIf((each) -> policy(each) == ScheduleOverlapPolicy.CANCEL_OTHER
				|| policy(each) == ScheduleOverlapPolicy.TERMINATE_OTHER);
		this.skipped += before - this.waiting.size();
		if (other == null) {
			replaceStart(action);
			return;
		}
		this.waiting.add(action);
		boolean terminate = policy == ScheduleOverlapPolicy.TERMINATE_OTHER;
		this.terminating = terminate;
		Stop stop = new Stop(other.workflowId(), terminate);
		if ((terminate || !other.asked()) && !this.stops.contains(stop)) {
			this.stops.add(stop);
		}
		if (!terminate) {
			this.running.replaceAll((each) -> (each != other) ? each : new Taken(each.time(), each.startedAt(),
					each.workflowId(), each.runId(), each.overlapping(), true));
		}
	}

	/** What would be started and stopped at once is not started at all. */
	private void replaceStart(Waiting action) {
		Start other = this.starts.stream().filter((each) -> !each.overlapping()).findFirst().orElseThrow();
		this.starts.remove(other);
		this.skipped++;
		if (!other.action().manual() && this.remaining != null) {
			this.remaining++;
		}
		start(action, false);
	}

	/**
	 * After the clock was put back, times come again whose executions are there already.
	 */
	private void start(Waiting action, boolean overlapping) {
		String workflowId = this.definition.workflowIdPrefix() + "-" + Micros.toInstant(action.time());
		if (!action.manual()) {
			if (action.time() <= this.latestBefore && this.outcomes.wasStarted(workflowId)) {
				return;
			}
			if (this.remaining != null && this.remaining <= 0) {
				return;
			}
			this.remaining = (this.remaining != null) ? (Long) (this.remaining - 1) : null;
		}
		this.starts.add(new Start(action, workflowId, overlapping));
	}

	/**
	 * Passes all times up to now, and lets their actions wait: the definition is about to
	 * change, and they were due under this one.
	 */
	static ScheduleState settle(Schedule schedule, ScheduleTimes times, long now) {
		ScheduleTurn turn = new ScheduleTurn(schedule, times, NOT_ASKED, now);
		turn.settle();
		return turn.state();
	}

	private void settle() {
		while (acts() && this.looked < MOST_TIMES) {
			long time = this.times.next(this.cursor);
			if (time > this.now) {
				break;
			}
			pass(time);
			if (isLate(time)) {
				this.missed++;
			}
			else if (this.waiting.size() < MOST_WAITING) {
				this.waiting.add(new Waiting(time, time, this.definition.overlap(), false));
			}
			else {
				this.dropped++;
			}
		}
		this.cursor = Math.max(this.cursor, this.now);
	}

	/** What is to be started, in order. */
	List<Start> starts() {
		return this.starts;
	}

	/** What is to make room. */
	List<Stop> stops() {
		return this.stops;
	}

	/** An action was taken. */
	void taken(Start start, UUID runId) {
		Taken action = new Taken(start.action().time(), this.now, start.workflowId(), runId, start.overlapping(),
				false);
		this.taken++;
		this.running.add(action);
		this.recent.add(action);
		if (this.recent.size() > MOST_RECENT) {
			this.recent.remove(0);
		}
		long overlapping = this.running.stream().filter(Taken::overlapping).count();
		if (overlapping > MOST_OVERLAPPING) {
			this.running.stream().filter(Taken::overlapping).findFirst().ifPresent(this.running::remove);
		}
	}

	/** The id of an action is that of an execution that runs. */
	void inUse(Start start) {
		this.skipped++;
		if (!start.action().manual() && this.remaining != null) {
			this.remaining++;
		}
		this.more |= !this.waiting.isEmpty();
	}

	boolean paused() {
		return this.paused;
	}

	ScheduleCounts counts() {
		return new ScheduleCounts(this.taken, this.skipped, this.missed, this.dropped);
	}

	ScheduleState state() {
		return new ScheduleState(this.note, this.cursor, this.latest, this.remaining, this.waiting, this.running,
				this.recent, counts(), this.backfills, this.lastTrigger);
	}

	/** When there is something to do next, or {@code null} if nothing. */
	@Nullable Long nextAt() {
		if (this.more) {
			return this.now;
		}
		long next = this.terminating ? this.now + TERMINATE_AGAIN : ScheduleTimes.NEVER;
		if (acts()) {
			long time = this.times.next(this.cursor);
			if (time != ScheduleTimes.NEVER) {
				next = Math.min(next, this.times.due(this.scheduleId, time));
			}
		}
		return (next != ScheduleTimes.NEVER) ? next : null;
	}

	/** Whose end has to be seen, or {@code null} if nobody's. */
	@Nullable Taken waitsFor() {
		Taken other = inTheWay();
		if (other != null) {
			boolean matters = !this.waiting.isEmpty() || !this.backfills.isEmpty() || this.definition.pauseOnFailure();
			return matters ? other : null;
		}
		return (this.definition.pauseOnFailure() && !this.running.isEmpty()) ? this.running.get(0) : null;
	}

}
