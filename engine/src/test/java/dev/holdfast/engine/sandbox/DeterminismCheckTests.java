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
		return List.of(
				Arguments.of(Forbidden.Clock.class, Permitted.Twins.class, true, "Instant.now", "Workflows.now()"),
				Arguments.of(Forbidden.Random.class, Permitted.Twins.class, true, "UUID.randomUUID",
						"Workflows.randomUuid()"),
				Arguments.of(Forbidden.Sleep.class, Permitted.Twins.class, true, "Thread.sleep", "Workflows.sleep"),
				Arguments.of(Forbidden.Threads.class, Permitted.Async.class, true, "CompletableFuture.runAsync",
						"Workflows.async"),
				Arguments.of(Forbidden.NewThread.class, Permitted.Async.class, true, "Thread.<init>",
						"Workflows.async"),
				Arguments.of(Forbidden.Pool.class, Permitted.Async.class, true, "Executors.newSingleThreadExecutor",
						"Workflows.async"),
				Arguments.of(Forbidden.Locks.class, Permitted.OwnLock.class, true, "ReentrantLock.lock",
						"Workflows.lock()"),
				Arguments.of(Forbidden.Io.class, Permitted.Twins.class, true, "Files.readString", "an activity"),
				Arguments.of(Forbidden.Environment.class, Permitted.Aside.class, false, "System.getenv",
						"Workflows.sideEffect"),
				Arguments.of(Forbidden.Console.class, Permitted.Logging.class, false, "System.out",
						"Workflows.logger()"),
				Arguments.of(Forbidden.KeptWithThread.class, Permitted.KeptWithTheWorkflow.class, true,
						"ThreadLocal.get", "WorkflowLocal"),
				Arguments.of(Forbidden.Parallel.class, Permitted.Sequential.class, true, "List.parallelStream",
						"sequential"),
				Arguments.of(Forbidden.StaticWrite.class, Permitted.OwnFields.class, true,
						"Forbidden.StaticWrite.counter", "a field"),
				Arguments.of(Forbidden.StaticRead.class, Permitted.OwnFields.class, true, "Forbidden.StaticRead.mode",
						"final"),
				Arguments.of(Forbidden.Monitor.class, Permitted.OwnLock.class, false, "synchronized", "synchronized"),
				Arguments.of(Forbidden.Bean.class, Permitted.OrdinaryObject.class, true, "Forbidden.Prices.of",
						"an activity"),
				Arguments.of(Forbidden.HashOrder.class, Permitted.Ordered.class, false, "Map.keySet", "LinkedHashMap"),
				Arguments.of(Forbidden.HashOrderOfASet.class, Permitted.SortedElements.class, false, "Set.forEach",
						"sorted"),
				Arguments.of(Forbidden.HashOrderBehindAnInterface.class, Permitted.SortedElements.class, false,
						"Collection.iterator", "sorted"),
				Arguments.of(Forbidden.FarAway.class, Permitted.Twins.class, true, "System.nanoTime",
						"Workflows.now()"),
				Arguments.of(Forbidden.InHandler.class, Permitted.Twins.class, true, "Math.random",
						"Workflows.random()"),
				Arguments.of(Forbidden.InHandlerByAnotherName.class, Permitted.Twins.class, true, "Math.random",
						"Workflows.random()"),
				Arguments.of(Forbidden.InBaseClass.class, Permitted.Twins.class, true, "System.currentTimeMillis",
						"Workflows.now()"),
				Arguments.of(Forbidden.WithoutReason.class, Permitted.Suppressed.class, true, "run", "reason"));
	}

	@ParameterizedTest
	@MethodSource("forbidden")
	void findsWhatBreaksARuleAndNotWhatDoesTheLikeOfIt(Class<?> workflow, Class<?> twin, boolean certain, String member,
			String instead) {
		assertThat(findings(twin)).isEmpty();
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

	/** What others that check workflow code forbid is not allowed here. */
	@ParameterizedTest
	@ValueSource(strings = { "java/lang/Math.random", "java/security/SecureRandom.nextInt", "java/util/Random.<init>",
			"java/util/UUID.randomUUID", "java/time/Clock.systemUTC", "java/time/Clock.systemDefaultZone",
			"java/time/Clock.tickMillis", "java/time/Clock.tickMinutes", "java/time/Clock.tickSeconds",
			"java/time/Clock.millis", "java/time/InstantSource.instant", "java/lang/System.currentTimeMillis",
			"java/lang/System.nanoTime", "java/time/Instant.now", "java/time/LocalDate.now",
			"java/time/LocalDateTime.now", "java/time/LocalTime.now", "java/time/OffsetDateTime.now",
			"java/time/OffsetTime.now", "java/time/ZonedDateTime.now", "java/util/Calendar.getInstance",
			"java/util/Date.<init>", "java/util/Collection.parallelStream", "java/io/File.exists",
			"java/io/FileInputStream.<init>", "java/io/FileOutputStream.<init>", "java/io/FileReader.<init>",
			"java/io/FileWriter.<init>", "java/io/RandomAccessFile.<init>", "java/lang/ClassLoader.getResourceAsStream",
			"java/lang/System.clearProperty", "java/lang/System.console", "java/lang/System.err",
			"java/lang/System.exit", "java/lang/System.getProperties", "java/lang/System.getProperty",
			"java/lang/System.getenv", "java/lang/System.in", "java/lang/System.load", "java/lang/System.loadLibrary",
			"java/lang/System.mapLibraryName", "java/lang/System.out", "java/lang/System.setErr",
			"java/lang/System.setIn", "java/lang/System.setOut", "java/lang/System.setProperties",
			"java/lang/System.setProperty", "java/net/DatagramSocket.send", "java/net/ServerSocket.accept",
			"java/net/Socket.connect", "java/net/URL.openConnection", "java/net/URL.openStream",
			"java/nio/channels/AsynchronousChannel.close", "java/nio/channels/FileChannel.open",
			"java/nio/channels/NetworkChannel.bind", "java/nio/file/FileSystem.getPath", "java/nio/file/Files.exists",
			"java/nio/file/Path.toAbsolutePath", "java/nio/file/Path.toRealPath", "java/nio/file/WatchService.take",
			"java/lang/Object.notify", "java/lang/Object.notifyAll", "java/lang/Object.wait", "java/lang/Thread.start",
			"java/lang/Thread.sleep", "java/util/concurrent/CompletableFuture.join",
			"java/util/concurrent/CountDownLatch.await", "java/util/concurrent/CyclicBarrier.await",
			"java/util/concurrent/Executor.execute", "java/util/concurrent/ExecutorService.submit",
			"java/util/concurrent/Executors.newCachedThreadPool", "java/util/concurrent/Future.get",
			"java/util/concurrent/Phaser.arrive", "java/util/concurrent/Semaphore.acquire" })
	void knowsWhatIsForbiddenElsewhere(String member) {
		int dot = member.indexOf('.');
		assertThat(Rules.of(member.substring(0, dot), member.substring(dot + 1), "()V")).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "java/lang/Iterable.forEach", "java/lang/Iterable.iterator",
			"java/lang/Iterable.spliterator", "java/util/Collection.stream", "java/util/Collection.toArray" })
	void looksAtIterationThatMayHaveNoOrder(String member) {
		int dot = member.indexOf('.');
		assertThat(Rules.isUnordered(member.substring(0, dot), member.substring(dot + 1), true)).isTrue();
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
