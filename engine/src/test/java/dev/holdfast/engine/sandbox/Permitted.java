package dev.holdfast.engine.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SuppressDeterminismCheck;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowLocal;
import dev.holdfast.workflow.WorkflowLock;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Workflows that do the like of what is forbidden, and may. */
final class Permitted {

	private Permitted() {
	}

	@Activity
	static class Payments {

		private static long count;

		@ActivityMethod(startToCloseTimeout = "5s")
		public String charge(String order) {
			count++;
			return order + Instant.now() + UUID.randomUUID() + count;
		}

	}

	@Workflow
	static class Twins {

		private static final Logger logger = LoggerFactory.getLogger(Twins.class);

		private static final Duration PAUSE = Duration.ofSeconds(5);

		private final Payments payments;

		Twins(Payments payments) {
			this.payments = payments;
		}

		@WorkflowMethod
		String run(String order) {
			Instant now = Workflows.now();
			RandomGenerator random = Workflows.random();
			Workflows.sleep(PAUSE);
			Promise<String> charged = Workflows.activity(Payments::charge, order).async();
			String other = Workflows.async(() -> this.payments.charge(order)).get();
			logger.debug("a logger may be there");
			return now + other + random.nextInt() + charged.get() + Workflows.randomUuid();
		}

	}

	@Workflow
	static class Aside {

		@WorkflowMethod
		long run() {
			Workflows.unlessReplaying(() -> System.out.println(Instant.now()));
			int limit = Workflows.mutableSideEffect("limit", Integer.class, () -> Integer.getInteger("limit", 7),
					(one, two) -> one.equals(two));
			return limit + Workflows.sideEffect(Long.class, () -> ThreadLocalRandom.current().nextLong());
		}

	}

	@Workflow
	static class Ordered {

		@WorkflowMethod
		int run(Map<String, Integer> given) {
			Map<String, Integer> sorted = new TreeMap<>(given);
			Map<String, Integer> linked = new LinkedHashMap<>(given);
			for (String name : sorted.keySet()) {
				Workflows.child("Child", String.class, name).async();
			}
			linked.forEach((name, value) -> Workflows.child("Child", String.class, name).async());
			given.forEach((name, value) -> Workflows.child("Child", String.class, name).async());
			return sorted.size();
		}

	}

	@Workflow
	static class HashWithoutCommands {

		@WorkflowMethod
		int run(List<String> names) {
			Map<String, Integer> lengths = new HashMap<>();
			names.forEach((name) -> lengths.put(name, name.length()));
			int sum = 0;
			for (int length : lengths.values()) {
				sum += length;
			}
			return sum;
		}

	}

	// tag::suppressed[]
	@Workflow
	static class Suppressed {

		@WorkflowMethod
		@SuppressDeterminismCheck(reason = "the time is only logged")
		void run() {
			helper();
		}

		private static void helper() {
			Workflows.logger().info("{}", Instant.now());
		}

	}
	// end::suppressed[]

	@Workflow
	@SuppressDeterminismCheck(reason = "an experiment")
	static class SuppressedAsAWhole {

		@WorkflowMethod
		Instant run() {
			return Instant.now();
		}

	}

	@Workflow
	static class OfOtherWorkflows {

		@WorkflowMethod
		void run() {
			Workflows.child(Forbidden.Clock::run).async();
		}

	}

	@Workflow
	static class OwnLock {

		private final WorkflowLock lock = Workflows.lock();

		@WorkflowMethod
		void run() {
			this.lock.lock();
			this.lock.unlock();
		}

	}

	@Workflow
	static class Async {

		@WorkflowMethod
		void run() {
			Promise.allOf(List.of(Workflows.async(() -> 1), Workflows.async(() -> 2))).get();
		}

	}

	@Workflow
	static class Logging {

		@WorkflowMethod
		void run() {
			Workflows.logger().info("once");
		}

	}

	@Workflow
	static class KeptWithTheWorkflow {

		private static final WorkflowLocal<String> CURRENT = WorkflowLocal.withInitial(() -> "none");

		@WorkflowMethod
		String run() {
			return CURRENT.get();
		}

	}

	@Workflow
	static class Sequential {

		@WorkflowMethod
		long run() {
			return List.of(1, 2).stream().sequential().count();
		}

	}

	@Workflow
	static class OwnFields {

		private static final String MODE = String.valueOf("fast");

		private int counter;

		@WorkflowMethod
		String run() {
			this.counter++;
			return MODE + this.counter;
		}

	}

	static class PriceTable {

		int of(String item) {
			return item.length();
		}

	}

	@Workflow
	static class OrdinaryObject {

		@WorkflowMethod
		int run(String item) {
			return new PriceTable().of(item);
		}

	}

	@Workflow
	static class SortedElements {

		@WorkflowMethod
		void run(List<String> names) {
			Collection<String> sorted = new TreeSet<>(names);
			for (String name : sorted) {
				Workflows.child("Child", String.class, name).async();
			}
		}

	}

}
