package dev.holdfast.samples;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.UpdateValidatorMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

/**
 * Code that keeps its thread in every way, and at every place, until it is let go.
 */
@Workflow
public class Stubborn {

	private static final Object MONITOR = new Object();

	public static final AtomicInteger begun = new AtomicInteger();

	public static final AtomicInteger wentOn = new AtomicInteger();

	public static volatile CountDownLatch go = new CountDownLatch(1);

	public static volatile boolean atConstruction;

	private boolean leave;

	public Stubborn() {
		if (atConstruction) {
			loop();
		}
	}

	/** Nothing is let go yet. */
	public static void reset() {
		go = new CountDownLatch(1);
		begun.set(0);
		wentOn.set(0);
		atConstruction = false;
	}

	/** Everything is let go. */
	public static void release() {
		atConstruction = false;
		go.countDown();
	}

	@WorkflowMethod
	public String run(String how) {
		begun.incrementAndGet();
		switch (how) {
			case "loop" -> loop();
			case "sleep" -> sleep();
			case "monitor" -> waitForMonitor();
			case "stream" -> IntStream.range(0, 4).parallel().forEach((i) -> sleep());
			case "jdbc" -> askDatabase();
			case "async" -> Workflows.async(() -> loop()).get();
			case "condition" -> Workflows.await(() -> {
				loop();
				return true;
			});
			case "circles" -> {
				while (go.getCount() > 0) {
					Workflows.sleep(Duration.ZERO);
				}
			}
			case "finally" -> {
				Workflows.async(() -> {
					try {
						Workflows.await(() -> false);
					}
					finally {
						loop();
					}
				});
				Workflows.sleep(Duration.ZERO);
			}
			case "later" -> {
				Workflows.sleep(Duration.ofHours(1));
				loop();
			}
			case "catching" -> {
				try {
					loop();
					Workflows.upsertMemo("late", "word");
					Workflows.timer(Duration.ofDays(1));
					wentOn.incrementAndGet();
				}
				catch (RuntimeException ex) {
					wentOn.incrementAndGet();
				}
			}
			case "bomb" -> {
				List<long[]> hoard = new ArrayList<>();
				while (hoard.size() < 1000) {
					hoard.add(new long[Integer.MAX_VALUE - 8]);
				}
			}
			case "wait" -> Workflows.await(() -> this.leave);
			default -> {
				// does what it should
			}
		}
		Workflows.sleep(Duration.ZERO);
		return "ended";
	}

	@SignalMethod
	public void leave() {
		this.leave = true;
	}

	@SignalMethod
	public void stay() {
		loop();
	}

	@QueryMethod
	public String ask(boolean long_) {
		if (long_) {
			loop();
		}
		return "answer";
	}

	@UpdateMethod
	public String change() {
		return "changed";
	}

	@UpdateValidatorMethod(update = "change")
	public void check() {
		loop();
	}

	private static void loop() {
		while (go.getCount() > 0) {
			Thread.onSpinWait();
		}
	}

	private static void sleep() {
		try {
			while (go.getCount() > 0) {
				Thread.sleep(50);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** What the database does when it is asked. */
	public static void answerSlowly() {
		sleep();
	}

	private static void askDatabase() {
		try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
				Statement statement = connection.createStatement()) {
			statement.execute("create alias answer_slowly for 'dev.holdfast.samples.Stubborn.answerSlowly'");
			statement.execute("call answer_slowly()");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void waitForMonitor() {
		CountDownLatch held = new CountDownLatch(1);
		Thread other = new Thread(() -> {
			synchronized (MONITOR) {
				held.countDown();
				sleep();
			}
		});
		other.start();
		try {
			held.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		synchronized (MONITOR) {
			go.getCount();
		}
	}

}
