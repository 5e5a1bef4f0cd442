package dev.holdfast.engine.activity;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.payload.PayloadTooLargeException;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.hibernate.LazyInitializationException;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever an activity throws or answers, its workflow is told something bounded. */
class ActivityBadInputTests {

	private static final Map<String, String> THROWN = new TreeMap<>(
			Map.of("checked", "MAXIMUM_ATTEMPTS_REACHED 2 java.io.IOException: disk full", "unchecked",
					"MAXIMUM_ATTEMPTS_REACHED 2 java.lang.IllegalStateException: wrong state", "error",
					"MAXIMUM_ATTEMPTS_REACHED 2 java.lang.AssertionError: must not be", "overflow",
					"MAXIMUM_ATTEMPTS_REACHED 2 java.lang.StackOverflowError: ", "no message",
					"MAXIMUM_ATTEMPTS_REACHED 2 java.lang.IllegalStateException: ", "cyclic cause",
					"MAXIMUM_ATTEMPTS_REACHED 2 java.lang.IllegalStateException: one", "half a character",
					"MAXIMUM_ATTEMPTS_REACHED 2 java.lang.IllegalStateException: half", "details",
					"MAXIMUM_ATTEMPTS_REACHED 2 with-details: cannot be written", "endless delay",
					"TIMEOUT 1 patient: for ever"));

	@EngineTest
	void whatAnActivityThrowsIsBoundedAndRetriedAsThePolicySays(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Meeting.class, Bad.class);
		for (boolean local : new boolean[] { false, true }) {
			THROWN.forEach((kind, told) -> {
				assertThat(run(rig, node, kind, local)).as(kind).startsWith(told);
				assertThat(node.bean(Bad.class).attempts(kind)).as(kind).isLessThanOrEqualTo(local ? 4 : 2);
			});
			String long10 = run(rig, node, "10 MB", local);
			assertThat(long10).startsWith("MAXIMUM_ATTEMPTS_REACHED 2 java.lang.IllegalStateException: xxxx")
				.hasSizeLessThan(10_000);
		}
	}

	@EngineTest
	void whatCannotBeWrittenEndsTheActivityAtOnce(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Meeting.class, Bad.class);
		for (boolean local : new boolean[] { false, true }) {
			assertThat(run(rig, node, "lazy entity", local))
				.startsWith("NON_RETRYABLE_FAILURE 1 dev.holdfast.payload.PayloadException")
				.contains("The result of activity Bad.meet");
			assertThat(run(rig, node, "lazy proxy", local))
				.startsWith("NON_RETRYABLE_FAILURE 1 dev.holdfast.payload.PayloadException");
			assertThat(run(rig, node, "refers to itself", local))
				.startsWith("NON_RETRYABLE_FAILURE 1 dev.holdfast.payload.PayloadException");
			assertThat(run(rig, node, "too large", local))
				.startsWith("NON_RETRYABLE_FAILURE 1 dev.holdfast.payload.PayloadTooLargeException");
		}
	}

	@EngineTest
	void aHeartbeatThatIsTooLargeIsRefusedAndTheActivityMayGoOn(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Meeting.class, Bad.class);
		assertThat(run(rig, node, "heartbeat too large", false)).isEqualTo("went on");
		assertThat(run(rig, node, "heartbeat unwritable", false)).isEqualTo("went on");
	}

	private static String run(EngineRig rig, EngineRig.Node node, String kind, boolean local) {
		WorkflowHandle<Meeting, String> handle = node.client().workflow(Meeting::run, kind, local).start();
		rig.advance(Duration.ofSeconds(1));
		return handle.result(EngineRig.PATIENCE);
	}

	@Workflow
	public static class Meeting {

		@WorkflowMethod
		public String run(String kind, boolean local) {
			try {
				return String.valueOf(local ? Workflows.localActivity(Bad::meet, kind).execute()
						: Workflows.activity(Bad::meet, kind).execute());
			}
			catch (ActivityFailure ex) {
				ApplicationFailure cause = (ApplicationFailure) ex.getCause();
				return ex.retryState() + " " + ex.attempts() + " " + cause.type() + ": " + cause.reason();
			}
		}

	}

	@Activity
	public static class Bad {

		private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();

		int attempts(String kind) {
			return this.attempts.get(kind).get();
		}

		@ActivityMethod(startToCloseTimeout = "60s", scheduleToCloseTimeout = "1h",
				retry = @Retry(maximumAttempts = 2, initialInterval = "1s"))
		public Object meet(String kind) throws Exception {
			this.attempts.computeIfAbsent(kind, (key) -> new AtomicInteger()).incrementAndGet();
			switch (kind) {
				case "checked" -> throw new IOException("disk full");
				case "unchecked" -> throw new IllegalStateException("wrong state");
				case "error" -> throw new AssertionError("must not be");
				case "overflow" -> throw new StackOverflowError();
				case "no message" -> throw new IllegalStateException((String) null);
				case "cyclic cause" -> {
					IllegalStateException one = new IllegalStateException("one");
					one.initCause(new IllegalArgumentException("two", one));
					throw one;
				}
				case "half a character" -> throw new IllegalStateException("half \ud83d");
				case "details" ->
					throw ApplicationFailure.of("with-details", "cannot be written").withDetails(new Lazy());
				case "endless delay" -> throw ApplicationFailure.of("patient", "for ever")
					.withNextRetryDelay(Duration.ofSeconds(Long.MAX_VALUE));
				case "10 MB" -> throw new IllegalStateException("x".repeat(10_000_000));
				case "lazy entity" -> {
					return new Lazy();
				}
				case "lazy proxy" -> {
					return new Proxied();
				}
				case "refers to itself" -> {
					return new Self();
				}
				case "too large" -> {
					return "x".repeat(3_000_000);
				}
				case "heartbeat too large" -> {
					try {
						Activities.heartbeat("x".repeat(3_000_000));
						return "was not refused";
					}
					catch (PayloadTooLargeException ex) {
						return "went on";
					}
				}
				case "heartbeat unwritable" -> {
					try {
						Activities.heartbeat(new Lazy());
						return "was not refused";
					}
					catch (PayloadException ex) {
						return "went on";
					}
				}
				default -> throw new IllegalArgumentException(kind);
			}
		}

	}

	/** An entity that is read after its session has ended. */
	public static class Lazy {

		public String getName() {
			throw new LazyInitializationException("no session");
		}

	}

	/** What a persistence provider puts in place of an entity. */
	public static class Proxied {

		public Object getHibernateLazyInitializer() {
			return new Object();
		}

	}

	/** Part of itself. */
	public static class Self {

		public Self getSelf() {
			return this;
		}

	}

}
