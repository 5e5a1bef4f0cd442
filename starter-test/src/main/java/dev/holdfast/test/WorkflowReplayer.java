package dev.holdfast.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.holdfast.client.WorkflowHistory;

/**
 * Replays an exported history against the code of today. A test that does so for
 * histories of production says, before a new build is rolled out, whether executions that
 * are open there can go on with it.
 *
 * <pre>
 * WorkflowReplayer.replay(OrderWorkflow.class, Path.of("src/test/resources/histories/order.json"));
 * </pre>
 *
 * Nothing but the workflow's own code runs: no database, no application context, and no
 * activity, which may be anything that cannot be created here. Which activities there are
 * follows from the constructor of the workflow. To be named besides are
 * <ul>
 * <li>the classes of activities that the workflow asks for by an interface without
 * {@code @Activity},</li>
 * <li>activities and child workflows that only a method reference in the code names.</li>
 * </ul>
 *
 * A workflow of which there are several versions is replayed with the one that the run
 * began with, if all of them are named.
 *
 * <p>
 * Interceptors of workflow code and context propagators are code of the workflow, too:
 * those of the application are given with {@link #with}.
 *
 * <p>
 * An activity or child workflow with another input than the history has, a timer with
 * another duration, and a workflow with another result fail the replay too, although an
 * engine goes on with no more than a warning.
 */
public final class WorkflowReplayer {

	private WorkflowReplayer() {
	}

	/**
	 * Replays a history.
	 * @param workflowClass the class that the run would go on with
	 * @param historyJson what {@link WorkflowHistories#toJson} wrote
	 * @param alsoUsed classes of further activities and child workflows
	 * @throws ReplayFailedError if the code does not do what the history has
	 * @throws IllegalArgumentException if this is no whole history, or the classes are no
	 * workflow and its activities
	 * @throws dev.holdfast.HoldfastException if an application with these classes would
	 * not start
	 */
	public static void replay(Class<?> workflowClass, String historyJson, Class<?>... alsoUsed) {
		new Surrounded(Surroundings.NONE).replay(workflowClass, historyJson, alsoUsed);
	}

	/**
	 * Replays a history that is in a file, in UTF-8.
	 * @param workflowClass the class that the run would go on with
	 * @param historyFile a file with what {@link WorkflowHistories#toJson} wrote
	 * @param alsoUsed classes of further activities and child workflows
	 * @throws UncheckedIOException if the file cannot be read
	 * @see #replay(Class, String, Class...)
	 */
	public static void replay(Class<?> workflowClass, Path historyFile, Class<?>... alsoUsed) {
		new Surrounded(Surroundings.NONE).replay(workflowClass, historyFile, alsoUsed);
	}

	/**
	 * Replays a history that was asked for just now.
	 * @param workflowClass the class that the run would go on with
	 * @param history the whole history
	 * @param alsoUsed classes of further activities and child workflows
	 * @see #replay(Class, String, Class...)
	 */
	public static void replay(Class<?> workflowClass, WorkflowHistory history, Class<?>... alsoUsed) {
		new Surrounded(Surroundings.NONE).replay(workflowClass, history, alsoUsed);
	}

	/**
	 * Replays all histories in a directory and below it: files whose names end with
	 * {@code .json}. All of them are replayed, whatever becomes of the first.
	 *
	 * <pre>
	 * WorkflowReplayer.replayAll(Path.of("src/test/resources/histories"), OrderWorkflow.class, RefundWorkflow.class);
	 * </pre>
	 * @param directory where the files are
	 * @param classes the workflows that the histories are of, and classes of further
	 * activities and child workflows
	 * @return how many histories were replayed
	 * @throws AssertionError if a history does not replay, is of a workflow that is not
	 * given, or cannot be read; each such file is told of
	 * @throws IllegalArgumentException if there is no history
	 * @throws UncheckedIOException if the directory cannot be read
	 */
	public static int replayAll(Path directory, Class<?>... classes) {
		return new Surrounded(Surroundings.NONE).replayAll(directory, classes);
	}

	/**
	 * Begins replays that are surrounded as in the application.
	 *
	 * <pre>
	 * WorkflowReplayer.with(new AuditInterceptor(), new TenantPropagator()).replay(OrderWorkflow.class, file);
	 * </pre>
	 * @param surroundings {@code WorkflowInboundInterceptor}s,
	 * {@code WorkflowOutboundInterceptor}s and {@code ContextPropagator}s of the
	 * application; {@code @Order} puts them in order
	 * @throws IllegalArgumentException if one is something else
	 * @throws dev.holdfast.HoldfastException if an application with these would not start
	 */
	public static Surrounded with(Object... surroundings) {
		return new Surrounded(Surroundings.of(surroundings));
	}

	/** Replays with interceptors and context propagators. Immutable. */
	public static final class Surrounded {

		private final Surroundings surroundings;

		Surrounded(Surroundings surroundings) {
			this.surroundings = surroundings;
		}

		/**
		 * Replays a history.
		 * @see WorkflowReplayer#replay(Class, String, Class...)
		 */
		public void replay(Class<?> workflowClass, String historyJson, Class<?>... alsoUsed) {
			replay(workflowClass, WorkflowHistories.fromJson(historyJson), alsoUsed);
		}

		/**
		 * Replays a history that is in a file, in UTF-8.
		 * @see WorkflowReplayer#replay(Class, Path, Class...)
		 */
		public void replay(Class<?> workflowClass, Path historyFile, Class<?>... alsoUsed) {
			String json;
			try {
				json = Files.readString(historyFile);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The history " + historyFile.toAbsolutePath() + " cannot be read", ex);
			}
			replay(workflowClass, json, alsoUsed);
		}

		/**
		 * Replays all histories in a directory.
		 * @see WorkflowReplayer#replayAll(Path, Class...)
		 */
		public int replayAll(Path directory, Class<?>... classes) {
			return new HistoryDirectory(directory, List.of(classes)).replayAll(this);
		}

		/**
		 * Replays a history that was asked for just now.
		 * @see WorkflowReplayer#replay(Class, WorkflowHistory, Class...)
		 */
		public void replay(Class<?> workflowClass, WorkflowHistory history, Class<?>... alsoUsed) {
			ReplayDefinitions definitions = ReplayDefinitions.of(workflowClass, alsoUsed);
			new Replay(definitions, RecordedRun.of(history), this.surroundings).run();
		}

	}

}
