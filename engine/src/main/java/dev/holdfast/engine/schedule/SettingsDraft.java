package dev.holdfast.engine.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.replay.MemoSize;
import dev.holdfast.engine.search.SearchAttributeSet;
import dev.holdfast.schedule.ScheduleCalendar;
import dev.holdfast.schedule.ScheduleInterval;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import dev.holdfast.schedule.ScheduleSettings;
import dev.holdfast.schedule.ScheduleSpec;
import dev.holdfast.workflow.SearchAttributeKey;
import dev.holdfast.workflow.SearchAttributeUpdate;
import org.jspecify.annotations.Nullable;

/**
 * Settings that are being put together.
 *
 * @param <S> the kind of settings
 */
abstract class SettingsDraft<S extends ScheduleSettings<S>> implements ScheduleSettings<S> {

	static final Duration USUAL_CATCHUP_WINDOW = Duration.ofDays(365);

	private static final Duration SHORTEST_CATCHUP_WINDOW = Duration.ofSeconds(10);

	private final List<String> crons = new ArrayList<>();

	private final List<ScheduleInterval> intervals = new ArrayList<>();

	private final List<ScheduleCalendar> calendars = new ArrayList<>();

	private final List<ScheduleCalendar> skip = new ArrayList<>();

	private @Nullable Instant startAt;

	private @Nullable Instant endAt;

	private Duration jitter = Duration.ZERO;

	private ZoneId zone = ZoneOffset.UTC;

	private ScheduleOverlapPolicy overlap = ScheduleOverlapPolicy.SKIP;

	private Duration catchupWindow = USUAL_CATCHUP_WINDOW;

	private boolean pauseOnFailure;

	private @Nullable Long remaining;

	private String note = "";

	private final PayloadMapper payloads;

	private final Map<String, String> memo = new TreeMap<>();

	private SearchAttributeSet searchAttributes = new SearchAttributeSet();

	SettingsDraft(PayloadMapper payloads) {
		this.payloads = payloads;
	}

	/** Begins with the settings of a schedule. */
	void begin(Schedule schedule, ScheduleNotes notes) {
		this.memo.putAll(notes.memo());
		this.searchAttributes = new SearchAttributeSet(notes.searchAttributes());
		ScheduleDefinition definition = schedule.definition();
		ScheduleSpec spec = definition.spec();
		this.crons.addAll(spec.crons());
		this.intervals.addAll(spec.intervals());
		this.calendars.addAll(spec.calendars());
		this.skip.addAll(spec.skip());
		this.startAt = spec.startAt();
		this.endAt = spec.endAt();
		this.jitter = spec.jitter();
		this.zone = spec.zone();
		this.overlap = definition.overlap();
		this.catchupWindow = definition.catchupWindow();
		this.pauseOnFailure = definition.pauseOnFailure();
		this.remaining = schedule.state().remaining();
		this.note = schedule.state().note();
	}

	/** This object. */
	abstract S self();

	ScheduleSpec spec() {
		return new ScheduleSpec(this.crons, this.intervals, this.calendars, this.skip, this.startAt, this.endAt,
				this.jitter, this.zone);
	}

	ScheduleDefinition definition(String workflowIdPrefix, @Nullable String declared) {
		return new ScheduleDefinition(spec(), this.overlap, this.catchupWindow, this.pauseOnFailure, workflowIdPrefix,
				declared);
	}

	@Nullable Long remaining() {
		return this.remaining;
	}

	String note() {
		return this.note;
	}

	ScheduleNotes notes() {
		return new ScheduleNotes(new TreeMap<>(this.memo), this.searchAttributes.stored());
	}

	@Override
	public S cron(String... expressions) {
		this.crons.addAll(List.of(expressions));
		return self();
	}

	@Override
	public S every(Duration interval, Duration offset) {
		this.intervals.add(new ScheduleInterval(interval, offset));
		return self();
	}

	@Override
	public S calendar(ScheduleCalendar... calendars) {
		this.calendars.addAll(List.of(calendars));
		return self();
	}

	@Override
	public S skip(ScheduleCalendar... calendars) {
		this.skip.addAll(List.of(calendars));
		return self();
	}

	@Override
	public S clearTimes() {
		this.crons.clear();
		this.intervals.clear();
		this.calendars.clear();
		this.skip.clear();
		return self();
	}

	@Override
	public S startAt(@Nullable Instant time) {
		this.startAt = time;
		return self();
	}

	@Override
	public S endAt(@Nullable Instant time) {
		this.endAt = time;
		return self();
	}

	@Override
	public S jitter(Duration jitter) {
		if (jitter.isNegative()) {
			throw new IllegalArgumentException("The jitter must not be negative, but is " + jitter);
		}
		this.jitter = jitter;
		return self();
	}

	@Override
	public S zone(ZoneId zone) {
		this.zone = Objects.requireNonNull(zone, "zone");
		return self();
	}

	@Override
	public S zone(String zone) {
		try {
			return zone(ZoneId.of(zone));
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException(
					"There is no time zone '" + zone + "'; write one like Europe/Berlin, or UTC", ex);
		}
	}

	@Override
	public S overlap(ScheduleOverlapPolicy policy) {
		this.overlap = Objects.requireNonNull(policy, "policy");
		return self();
	}

	@Override
	public S catchupWindow(Duration window) {
		ActivityLayer.positive("catchupWindow", window);
		if (window.compareTo(SHORTEST_CATCHUP_WINDOW) < 0) {
			throw new IllegalArgumentException("The catch-up window must be at least 10 s, but is " + window
					+ ": otherwise actions would be missed whenever a node is a little late");
		}
		this.catchupWindow = window;
		return self();
	}

	@Override
	public S pauseOnFailure(boolean pause) {
		this.pauseOnFailure = pause;
		return self();
	}

	@Override
	public S remainingActions(@Nullable Long actions) {
		if (actions != null && actions < 1) {
			throw new IllegalArgumentException("remainingActions must be at least 1, or null for no limit, but is "
					+ actions + ". Pause the schedule if it is to do nothing");
		}
		this.remaining = actions;
		return self();
	}

	@Override
	public S note(String note) {
		this.note = Objects.requireNonNull(note, "note");
		return self();
	}

	@Override
	public S memo(String key, @Nullable Object value) {
		if (value == null) {
			this.memo.remove(key);
		}
		else {
			MemoSize.put(this.memo, key, PayloadMapper.text(this.payloads.write(value, "Memo value '" + key + "'")));
		}
		return self();
	}

	@Override
	public S searchAttribute(String name, @Nullable Object value) {
		this.searchAttributes.set(SearchAttributeUpdate.of(name, value));
		return self();
	}

	@Override
	public <T> S searchAttribute(SearchAttributeKey<T> key, @Nullable T value) {
		this.searchAttributes.set((value != null) ? key.valueSet(value) : key.valueUnset());
		return self();
	}

}
