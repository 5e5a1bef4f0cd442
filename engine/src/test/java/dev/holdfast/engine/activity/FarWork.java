package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.workflow.ActivityCall;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** A workflow that calls activities of another queue, and these. */
final class FarWork {

	private FarWork() {
	}

	static Call call(String activity, String what) {
		return new Call(activity, what, 4, 0, 0, 0, false);
	}

	/** What a workflow calls; 0 is for no limit. */
	public record Call(String activity, String what, int startToClose, int scheduleToStart, int heartbeat,
			int maximumAttempts, boolean waits) {

		Call slow() {
			return new Call(this.activity, this.what, 3600, 0, this.heartbeat, 0, this.waits);
		}

		Call once() {
			return new Call(this.activity, this.what, this.startToClose, 0, 0, 1, false);
		}

		Call patient() {
			return new Call(this.activity, this.what, this.startToClose, 4, 0, 0, false);
		}

		Call beating() {
			return new Call(this.activity, this.what, 3600, 0, 4, 0, this.waits);
		}

		Call waiting() {
			return new Call(this.activity, this.what, 3600, 0, this.heartbeat, 0, true);
		}

	}

	@Workflow
	public static class Caller {

		@WorkflowMethod
		public String run(Call call) {
			RetryPolicy retry = RetryPolicy.maximumAttempts(call.maximumAttempts());
			ActivityCall<String> activity = Workflows.activity("Work." + call.activity(), String.class, call.what())
				.taskQueue("far")
				.startToCloseTimeout(Duration.ofSeconds(call.startToClose()))
				.retryPolicy(retry);
			if (call.scheduleToStart() > 0) {
				activity.scheduleToStartTimeout(Duration.ofSeconds(call.scheduleToStart()));
			}
			if (call.heartbeat() > 0) {
				activity.heartbeatTimeout(Duration.ofSeconds(call.heartbeat()));
			}
			if (!call.waits()) {
				return activity.execute();
			}
			try {
				return activity.cancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED).execute();
			}
			catch (ActivityFailure ex) {
				return "ended with " + ex.retryState();
			}
		}

	}

	@Workflow
	public static class Many {

		@WorkflowMethod
		public int run(int count) {
			List<Promise<String>> promises = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				promises.add(Workflows.activity("Work.work", String.class, "many")
					.taskQueue("far")
					.startToCloseTimeout(Duration.ofMinutes(1))
					.async());
			}
			return (int) promises.stream().filter((promise) -> promise.get().endsWith("attempt 1")).count();
		}

	}

	/** What all nodes share. */
	static class Far {

		final Hold hold = new Hold();

		final List<Integer> made = new CopyOnWriteArrayList<>();

		final AtomicReference<String> token = new AtomicReference<>();

	}

	@Activity(taskQueue = "far")
	public static class Work {

		private final Far far;

		private final JdbcTemplate jdbc;

		public Work(Far far, JdbcTemplate jdbc) {
			this.far = far;
			this.jdbc = jdbc;
		}

		@ActivityMethod(startToCloseTimeout = "4s")
		public String work(String what) {
			int attempt = begin(what);
			if (what.startsWith("fail") && (attempt < 3 || !what.endsWith("twice"))) {
				throw new IllegalStateException("attempt " + attempt + " failed");
			}
			return what + " in attempt " + attempt;
		}

		private int begin(String what) {
			int attempt = Activities.info().attempt();
			this.far.made.add(attempt);
			if (what.equals("hold first") && attempt == 1) {
				this.far.hold.pass();
			}
			return attempt;
		}

		@ActivityMethod(startToCloseTimeout = "1h")
		public String beat(String what) {
			int attempt = Activities.info().attempt();
			if (attempt > 1) {
				return "went on after " + Activities.heartbeatDetails(String.class).orElseThrow() + " in attempt "
						+ attempt;
			}
			Activities.heartbeat(what);
			this.far.hold.pass();
			return "came to its end";
		}

		@ActivityMethod(startToCloseTimeout = "1h")
		public String stoppable(String what) {
			this.far.hold.passUnlessGivenUp();
			Activities.heartbeat(null);
			return "was not stopped";
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "4s")
		public String book(String what) {
			this.jdbc.update("insert into effect values (?)", Activities.info().attempt());
			return "booked in attempt " + begin(what);
		}

		@ActivityMethod(startToCloseTimeout = "4s")
		public String later(String what) {
			this.far.token.set(Activities.completeLater());
			return "is not looked at";
		}

	}

}
