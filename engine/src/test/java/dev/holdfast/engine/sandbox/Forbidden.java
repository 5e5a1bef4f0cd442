package dev.holdfast.engine.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.SuppressDeterminismCheck;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.stereotype.Component;

/** One workflow for each rule that it breaks. */
final class Forbidden {

	private Forbidden() {
	}

	@Workflow
	static class Clock {

		@WorkflowMethod
		Instant run() {
			return Instant.now();
		}

	}

	// tag::random[]
	@Workflow
	static class Random {

		@WorkflowMethod
		String run() {
			return UUID.randomUUID().toString();
		}

	}
	// end::random[]

	@Workflow
	static class Sleep {

		@WorkflowMethod
		void run() throws InterruptedException {
			Thread.sleep(10);
		}

	}

	@Workflow
	static class Threads {

		@WorkflowMethod
		void run() {
			CompletableFuture.runAsync(() -> {
			});
		}

	}

	@Workflow
	static class NewThread {

		@WorkflowMethod
		void run() {
			new Thread(() -> {
			}).start();
		}

	}

	@Workflow
	static class Pool {

		@WorkflowMethod
		void run() {
			Executors.newSingleThreadExecutor().shutdown();
		}

	}

	@Workflow
	static class Locks {

		private final ReentrantLock lock = new ReentrantLock();

		@WorkflowMethod
		void run() {
			this.lock.lock();
		}

	}

	@Workflow
	static class Io {

		@WorkflowMethod
		String run() {
			try {
				return Files.readString(Path.of("x"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	@Workflow
	static class Environment {

		@WorkflowMethod
		String run() {
			return System.getenv("HOME");
		}

	}

	@Workflow
	static class Console {

		@WorkflowMethod
		void run() {
			System.out.println("again and again");
		}

	}

	@Workflow
	static class KeptWithThread {

		private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

		@WorkflowMethod
		String run() {
			return CURRENT.get();
		}

	}

	@Workflow
	static class Parallel {

		@WorkflowMethod
		long run() {
			return List.of(1, 2).parallelStream().count();
		}

	}

	@Workflow
	static class StaticWrite {

		static int counter;

		@WorkflowMethod
		void run() {
			counter = 7;
		}

	}

	@Workflow
	static class StaticRead {

		static String mode = "fast";

		@WorkflowMethod
		String run() {
			return mode;
		}

	}

	@Workflow
	static class Monitor {

		@WorkflowMethod
		synchronized void run() {
		}

	}

	@Component
	static class Prices {

		int of(String item) {
			return item.length();
		}

	}

	@Workflow
	static class Bean {

		static final Supplier<Prices> PRICES = Prices::new;

		@WorkflowMethod
		int run(String item) {
			return PRICES.get().of(item);
		}

	}

	@Workflow
	static class HashOrder {

		@WorkflowMethod
		void run(List<String> names) {
			Map<String, Integer> lengths = new HashMap<>();
			names.forEach((name) -> lengths.put(name, name.length()));
			for (String name : lengths.keySet()) {
				Workflows.child("Child", String.class, name).async();
			}
		}

	}

	@Workflow
	static class HashOrderOfASet {

		@WorkflowMethod
		void run() {
			Set.of("a", "b").forEach((name) -> Workflows.child("Child", String.class, name).async());
		}

	}

	@Workflow
	static class HashOrderBehindAnInterface {

		@WorkflowMethod
		void run(List<String> names) {
			Collection<String> different = new HashSet<>(names);
			for (String name : different) {
				Workflows.child("Child", String.class, name).async();
			}
		}

	}

	/** Far away from the workflow method. */
	@Workflow
	static class FarAway {

		private final List<Step> steps = new ArrayList<>();

		@WorkflowMethod
		void run() {
			this.steps.add(new Stamp());
			this.steps.forEach((step) -> step.go());
		}

		interface Step {

			void go();

		}

		static class Stamp implements Step {

			@Override
			public void go() {
				helper();
			}

			private static void helper() {
				System.nanoTime();
			}

		}

	}

	@Workflow
	static class InHandler {

		@WorkflowMethod
		void run() {
		}

		@SignalMethod
		void told() {
			Math.random();
		}

	}

	@SignalMethod
	@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
	@interface Told {

	}

	@Workflow
	static class InHandlerByAnotherName {

		@WorkflowMethod
		void run() {
		}

		@Told
		void told() {
			Math.random();
		}

	}

	static class Base {

		long started = System.currentTimeMillis();

	}

	@Workflow
	static class InBaseClass extends Base {

		@WorkflowMethod
		void run() {
		}

	}

	@Workflow
	static class WithoutReason {

		@WorkflowMethod
		@SuppressDeterminismCheck(reason = " ")
		Instant run() {
			return Instant.now();
		}

	}

}
