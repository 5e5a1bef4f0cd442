package dev.holdfast.engine.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.holdfast.engine.definition.DefinitionProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

class DeterminismCheckTests {

	static List<Arguments> forbidden() {
		return List.of(Arguments.of(Forbidden.Clock.class, true, "Instant.now", "Workflows.now()"),
				Arguments.of(Forbidden.Random.class, true, "UUID.randomUUID", "Workflows.randomUuid()"),
				Arguments.of(Forbidden.Sleep.class, true, "Thread.sleep", "Workflows.sleep"),
				Arguments.of(Forbidden.Threads.class, true, "CompletableFuture.runAsync", "Workflows.async"),
				Arguments.of(Forbidden.Locks.class, true, "ReentrantLock.lock", "Workflows.lock()"),
				Arguments.of(Forbidden.Io.class, true, "Files.readString", "an activity"),
				Arguments.of(Forbidden.Environment.class, false, "System.getenv", "Workflows.sideEffect"),
				Arguments.of(Forbidden.Console.class, false, "System.out", "Workflows.logger()"),
				Arguments.of(Forbidden.KeptWithThread.class, true, "ThreadLocal.get", "WorkflowLocal"),
				Arguments.of(Forbidden.Parallel.class, true, "List.parallelStream", "sequential"),
				Arguments.of(Forbidden.StaticWrite.class, true, "Forbidden.StaticWrite.counter", "a field"),
				Arguments.of(Forbidden.StaticRead.class, true, "Forbidden.StaticRead.mode", "final"),
				Arguments.of(Forbidden.Monitor.class, false, "synchronized", "synchronized"),
				Arguments.of(Forbidden.Bean.class, true, "Forbidden.Prices.of", "an activity"),
				Arguments.of(Forbidden.HashOrder.class, false, "Map.keySet", "LinkedHashMap"),
				Arguments.of(Forbidden.HashOrderOfASet.class, false, "Set.forEach", "sorted"),
				Arguments.of(Forbidden.FarAway.class, true, "System.nanoTime", "Workflows.now()"),
				Arguments.of(Forbidden.InHandler.class, true, "Math.random", "Workflows.random()"),
				Arguments.of(Forbidden.InHandlerByAnotherName.class, true, "Math.random", "Workflows.random()"),
				Arguments.of(Forbidden.InBaseClass.class, true, "System.currentTimeMillis", "Workflows.now()"),
				Arguments.of(Forbidden.WithoutReason.class, true, "run", "reason"));
	}

	@ParameterizedTest
	@MethodSource("forbidden")
	void findsWhatBreaksARule(Class<?> workflow, boolean certain, String member, String instead) {
		assertThat(findings(workflow)).anySatisfy((finding) -> {
			assertThat(finding.member()).isEqualTo(member);
			assertThat(finding.rule().certain()).isEqualTo(certain);
			assertThat(finding.rule().instead()).contains(instead);
			assertThat(finding.place().line()).isPositive();
			assertThat(finding.place().file()).isEqualTo("Forbidden.java");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { Permitted.Twins.class, Permitted.Aside.class, Permitted.Ordered.class,
			Permitted.HashWithoutCommands.class, Permitted.Suppressed.class, Permitted.SuppressedAsAWhole.class,
			Permitted.OfOtherWorkflows.class })
	void leavesInPeaceWhatDoesNot(Class<?> workflow) {
		assertThat(findings(workflow)).isEmpty();
	}

	@Test
	void saysHowTheCodeGetsThere() {
		String text = findings(Forbidden.FarAway.class).get(0).description();
		assertThat(text).startsWith("Workflow class " + Forbidden.FarAway.class.getName() + ": ")
			.containsPattern(
					"Stamp\\.helper\\(Forbidden\\.java:\\d+\\) reads the clock of the machine \\(System\\.nanoTime\\),"
							+ " called by .*Stamp\\.go\\(Forbidden\\.java:\\d+\\), by .*FarAway\\..*\\(Forbidden\\.java:\\d+\\)");
	}

	@Test
	void whatIsCertainIsAProblemUnlessTheModeSaysOtherwise() {
		assertThat(problems(DeterminismMode.FAIL, Forbidden.Clock.class, Forbidden.Console.class)).singleElement()
			.satisfies((problem) -> {
				assertThat(problem.what()).contains("Forbidden$Clock.run(Forbidden.java:");
				assertThat(problem.remedy()).startsWith("Use Workflows.now().").contains("@SuppressDeterminismCheck");
			});
		assertThat(problems(DeterminismMode.WARN, Forbidden.Clock.class)).isEmpty();
		assertThat(problems(DeterminismMode.OFF, Forbidden.Clock.class)).isEmpty();
	}

	@Test
	void whatSeveralWorkflowsGetToIsFoundOnce() {
		assertThat(check(DeterminismMode.FAIL).findings(List.of(Forbidden.FarAway.class, Forbidden.FarAway.class),
				List.of(Permitted.Payments.class)))
			.hasSize(1);
	}

	private static List<DefinitionProblem> problems(DeterminismMode mode, Class<?>... workflows) {
		List<DefinitionProblem> problems = new ArrayList<>();
		check(mode).check(List.of(workflows), List.of(Permitted.Payments.class), problems::add);
		return problems;
	}

	private static List<Finding> findings(Class<?> workflow) {
		return check(DeterminismMode.FAIL).findings(List.of(workflow), List.of(Permitted.Payments.class));
	}

	private static DeterminismCheck check(DeterminismMode mode) {
		return new DeterminismCheck(mode, Set.of(),
				(name) -> ClassUtils.resolveClassName(name, null).isAnnotationPresent(Component.class)
						|| ClassUtils.resolveClassName(name, null)
							.isAnnotationPresent(dev.holdfast.workflow.Workflow.class));
	}

}
