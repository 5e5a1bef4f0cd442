package dev.holdfast.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.holdfast.autoconfigure.HoldfastLifecycle;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.HoldfastEngine.State;
import dev.holdfast.engine.ownership.OwnershipSettings;
import dev.holdfast.engine.store.ExecutionSearch.Unknown;
import dev.holdfast.engine.store.schema.DurabilityReport;
import dev.holdfast.engine.time.Micros;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether this node works. It is down when it should work and cannot reach the database
 * or does not look for work; executions that are stuck are a detail, since other nodes
 * could do no better.
 */
final class HoldfastHealthIndicator extends AbstractHealthIndicator {

	private static final int MISSED_POLLS = 5;

	private final HoldfastEngine engine;

	private final HoldfastLifecycle lifecycle;

	private final DurabilityReport durability;

	private final StuckWork stuck;

	HoldfastHealthIndicator(HoldfastEngine engine, HoldfastLifecycle lifecycle, DurabilityReport durability) {
		super("Holdfast cannot tell how it is");
		this.engine = engine;
		this.lifecycle = lifecycle;
		this.durability = durability;
		this.stuck = new StuckWork(engine);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.withDetail("node", this.engine.settings().ownership().nodeName());
		State state = this.engine.state();
		builder.withDetail("durability", this.durability.label());
		List<String> hints = this.durability.hints();
		if (!hints.isEmpty()) {
			builder.withDetail("durabilityHints", hints);
		}
		if (state != State.RUNNING) {
			builder.outOfService().withDetail("state", (state == State.DRAINING) ? "draining" : notRunning());
			return;
		}
		builder.withDetail("state", "running").withDetail("ownedRuns", this.engine.ownedRuns());
		String problem = problem();
		if (problem != null) {
			builder.down().withDetail("problem", problem);
			return;
		}
		builder.up();
		int ofOtherBuilds = this.engine.runsOfOtherBuilds();
		if (ofOtherBuilds > 0) {
			builder.withDetail("runsOfOtherBuilds", ofOtherBuilds);
		}
		Map<String, Long> leaks = this.engine.retention().leaks();
		if (!leaks.isEmpty()) {
			builder.withDetail("leaks", leaks);
		}
		this.stuck.current().ifPresent((current) -> {
			builder.withDetail("stuck", current.executions());
			if (!current.unknownTypes().isEmpty()) {
				builder.withDetail("unknownTypes",
						current.unknownTypes().stream().map(HoldfastHealthIndicator::text).toList());
			}
			builder.withDetail("nodes", current.nodes());
			if (!current.schedules().isEmpty()) {
				builder.withDetail("schedulesThatCannotAct", current.schedules());
			}
		});
	}

	private static String text(Unknown unknown) {
		boolean one = unknown.count() == 1;
		String what = unknown.activity() ? (one ? " activity" : " activities") : (one ? " run" : " runs");
		return unknown.type() + " (" + unknown.count() + what + " on " + unknown.taskQueue() + ")";
	}

	private String notRunning() {
		return this.lifecycle.isRunning() && !this.lifecycle.isStarted() ? "starting" : "stopped";
	}

	private @Nullable String problem() {
		String writing = this.engine.store().committer().failure();
		if (writing != null) {
			return "writing fails: " + kind(writing);
		}
		String polling = this.engine.ownership().failure();
		if (polling != null) {
			return "polling fails: " + kind(polling);
		}
		String looking = this.engine.remoteActivities().failure();
		if (looking != null) {
			return "looking for activities fails: " + kind(looking);
		}
		OwnershipSettings settings = this.engine.settings().ownership();
		long tolerated = Math.max(MISSED_POLLS * settings.pollMicros(), settings.leaseMicros());
		if (Micros.of(this.lifecycle.uptime()) > tolerated) {
			long sinceLastPoll = this.engine.clock().micros() - this.engine.ownership().lastPoll();
			if (sinceLastPoll > tolerated) {
				return "the database was not asked for work for " + Duration.ofMillis(tolerated / 1000).toSeconds()
						+ " s";
			}
		}
		return null;
	}

	/** The kind of an exception without its message, which may hold data. */
	private static String kind(String failure) {
		String type = Objects.requireNonNull(failure).split(":", 2)[0];
		return type.substring(type.lastIndexOf('.') + 1) + ", see the log";
	}

}
