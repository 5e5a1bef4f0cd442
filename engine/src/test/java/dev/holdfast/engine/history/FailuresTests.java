package dev.holdfast.engine.history;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.failure.FailureCategory;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.TerminatedFailure;
import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.failure.UnknownFailure;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.failure.WorkflowIdInUseFailure;
import dev.holdfast.payload.PayloadException;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FailuresTests {

	private final PayloadMapper payloads = new PayloadMapper(1000);

	private byte[] json(Throwable thrown) {
		return this.payloads.json().writeValueAsBytes(Failures.toRecord(thrown, this.payloads));
	}

	private WorkflowFailure read(byte[] json) {
		return Failures.toFailure(this.payloads.json().readValue(json, FailureRecord.class), this.payloads);
	}

	private WorkflowFailure recorded(Throwable thrown) {
		return read(json(thrown));
	}

	@Test
	void everyKindKeepsMessageStackTraceAndCauses() {
		for (WorkflowFailure failure : List.of(
				new ActivityFailure("A.b", 7, 3, RetryState.MAXIMUM_ATTEMPTS_REACHED, new IllegalStateException("x")),
				new ChildWorkflowFailure("Child", "child-1", new IllegalStateException("x")),
				new TimeoutFailure(TimeoutType.HEARTBEAT, "silent", new IllegalStateException("x")),
				ApplicationFailure.of("t", "r", new IllegalStateException("x")),
				new CanceledFailure("why", null, new IllegalStateException("x")),
				new TerminatedFailure("why", null, new IllegalStateException("x")),
				new UnknownFailure("NOVEL", "why", null, new IllegalStateException("x")))) {
			WorkflowFailure twice = recorded(recorded(failure));
			assertThat(twice).hasSameClassAs(failure).hasMessage(failure.getMessage());
			assertThat(twice.reason()).isEqualTo(failure.reason());
			assertThat(twice.getStackTrace()[0].getMethodName()).isEqualTo("everyKindKeepsMessageStackTraceAndCauses");
			assertThat(twice.getStackTrace()[0].getLineNumber()).isEqualTo(failure.getStackTrace()[0].getLineNumber());
			assertThat(twice.originalStackTrace()).contains("FailuresTests.everyKindKeeps");
			assertThat(twice.getCause()).isInstanceOfSatisfying(ApplicationFailure.class, (cause) -> {
				assertThat(cause.type()).isEqualTo(IllegalStateException.class.getName());
				assertThat(cause.reason()).isEqualTo("x");
				assertThat(cause.getStackTrace()[0].getClassName()).isEqualTo(FailuresTests.class.getName());
			});
		}
	}

	@Test
	void everyKindKeepsItsOwn() {
		ActivityFailure activity = (ActivityFailure) recorded(
				new ActivityFailure("A.b", 7, 3, RetryState.TIMEOUT, null));
		assertThat(activity.activityType()).isEqualTo("A.b");
		assertThat(activity.activityId()).isEqualTo(7);
		assertThat(activity.attempts()).isEqualTo(3);
		assertThat(activity.retryState()).isEqualTo(RetryState.TIMEOUT);
		ChildWorkflowFailure child = (ChildWorkflowFailure) recorded(new ChildWorkflowFailure("Child", "c-1", null));
		assertThat(child.workflowType()).isEqualTo("Child");
		assertThat(child.workflowId()).isEqualTo("c-1");
		assertThat(((TimeoutFailure) recorded(new TimeoutFailure(TimeoutType.SCHEDULE_TO_CLOSE, "", null))).type())
			.isEqualTo(TimeoutType.SCHEDULE_TO_CLOSE);
		assertThat(((WorkflowIdInUseFailure) recorded(new WorkflowIdInUseFailure("w"))).workflowId()).isEqualTo("w");
	}

	@Test
	void anApplicationFailureKeepsAllThatItSays() {
		ApplicationFailure failure = (ApplicationFailure) recorded(
				recorded(ApplicationFailure.nonRetryable("declined", "No")
					.withNextRetryDelay(Duration.ofSeconds(7))
					.withCategory(FailureCategory.BENIGN)
					.withDetails(Map.of("codes", List.of(1, 2)))));
		assertThat(failure.type()).isEqualTo("declined");
		assertThat(failure.reason()).isEqualTo("No");
		assertThat(failure.isNonRetryable()).isTrue();
		assertThat(failure.nextRetryDelay()).isEqualTo(Duration.ofSeconds(7));
		assertThat(failure.category()).isEqualTo(FailureCategory.BENIGN);
		assertThat(failure.details(new ParameterizedTypeReference<Map<String, List<Integer>>>() {
		})).contains(Map.of("codes", List.of(1, 2)));
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> failure.details(Integer.class))
			.withMessageContaining("details");
		assertThat(((ApplicationFailure) recorded(ApplicationFailure.of("t", ""))).details(String.class)).isEmpty();
		assertThat(((ApplicationFailure) recorded(
				ApplicationFailure.of("t", "").withNextRetryDelay(Duration.ofSeconds(Long.MAX_VALUE))))
			.nextRetryDelay()).isEqualTo(Duration.ofDays(36500));
	}

	@Test
	void detailsCanBeReadWhereTheFailureArose() {
		ApplicationFailure failure = ApplicationFailure.of("t", "r").withDetails(5);
		assertThat(failure.details(Integer.class)).contains(5);
		assertThat(failure.details(int.class)).contains(5);
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> failure.details(String.class))
			.withMessageContaining("java.lang.Integer")
			.withMessageContaining("java.lang.String");
	}

	@Test
	void detailsThatCannotBeWrittenAreMissedWhenTheyAreReadAndNotBefore() {
		for (Object bad : List.of(new Object(), Thread.currentThread(), "x".repeat(1001))) {
			ApplicationFailure failure = (ApplicationFailure) recorded(
					recorded(ApplicationFailure.of("t", "r").withDetails(bad)));
			assertThat(failure.reason()).isEqualTo("r");
			assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> failure.details(String.class))
				.withMessageContaining("not recorded");
		}
	}

	@Test
	void theDetailsOfAChainAreTogetherNoLargerThanAPayload() {
		ApplicationFailure inner = ApplicationFailure.of("inner", "").withDetails("i".repeat(600));
		ApplicationFailure failure = (ApplicationFailure) recorded(
				ApplicationFailure.of("outer", "", inner).withDetails("o".repeat(600)));
		assertThat(failure.details(String.class)).isPresent();
		ApplicationFailure cause = (ApplicationFailure) failure.getCause();
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> cause.details(String.class))
			.withMessageContaining("together");
	}

	@Test
	void aTimeoutKeepsTheDetailsOfTheLastHeartbeat() {
		FailureRecord record = Failures.timeout(TimeoutType.HEARTBEAT, "silent", "42".getBytes(StandardCharsets.UTF_8),
				null);
		TimeoutFailure failure = (TimeoutFailure) recorded(Failures.toFailure(record, this.payloads));
		assertThat(failure.lastHeartbeatDetails(Integer.class)).contains(42);
	}

	@Test
	void messagesStackTracesAndDepthAreBounded() {
		FailureRecord large = Failures.toRecord(new IllegalStateException("x".repeat(10_000_000)), this.payloads);
		assertThat(large.message()).hasSize(4096).endsWith("x…");
		String smiles = "x" + "\uD83D\uDE00".repeat(10_000);
		assertThat(((ApplicationFailure) recorded(new IllegalStateException(smiles))).reason()).hasSize(4096)
			.endsWith("\uD83D\uDE00…");
		assertThat(Failures.toRecord(deep(2000), this.payloads).stackTrace()).hasSizeBetween(31_000, 32 * 1024);
		Throwable chain = new IllegalStateException("0");
		for (int i = 1; i < 100; i++) {
			chain = new IllegalStateException(String.valueOf(i), chain);
		}
		int depth = 0;
		for (Throwable t = recorded(chain); t != null; t = t.getCause()) {
			depth++;
		}
		assertThat(depth).isEqualTo(20);
	}

	private static Throwable deep(int frames) {
		return (frames == 0) ? new IllegalStateException() : deep(frames - 1);
	}

	@Test
	void exceptionsThatAreBrokenThemselvesAreRecorded() {
		Exception first = new Exception("first");
		Exception second = new Exception("second", first);
		first.initCause(second);
		assertThat(recorded(second).reason()).isEqualTo("second");
		WorkflowFailure hostile = recorded(new Hostile());
		assertThat(hostile.reason()).contains("could not be read");
		assertThat(hostile.getCause()).isNull();
		assertThat(recorded(new Exception("nul \u0000 half \uD83D")).reason()).startsWith("nul \u0000 half ");
	}

	@Test
	void aFailureOfANewerVersionIsReadAsFarAsItIsKnown() {
		WorkflowFailure failure = read("""
				{"kind":"QUOTA","message":"too much","retryState":"NEVER_HEARD","timeoutType":"TOMORROW",\
				"category":"ODD","novelty":{"a":[1]},"stackTrace":"at a.B.c(B.java:5)\\n",\
				"cause":{"kind":"APPLICATION","type":"t","message":"m","category":"ODD"}}
				""".getBytes(StandardCharsets.UTF_8));
		assertThat(failure)
			.isInstanceOfSatisfying(UnknownFailure.class, (unknown) -> assertThat(unknown.kind()).isEqualTo("QUOTA"))
			.hasMessage("QUOTA: too much");
		assertThat(failure.getStackTrace()).containsExactly(new StackTraceElement("a.B", "c", "B.java", 5));
		assertThat(((ApplicationFailure) failure.getCause()).category()).isEqualTo(FailureCategory.UNSPECIFIED);
		assertThat(new String(json(failure), StandardCharsets.UTF_8)).contains("\"kind\":\"QUOTA\"");
	}

	@Test
	void aClassThatIsNamedInStoredDataIsNeverLoaded() {
		WorkflowFailure failure = read(
				("{\"kind\":\"APPLICATION\",\"type\":\"" + Explosive.class.getName() + "\",\"message\":\"m\"}")
					.getBytes(StandardCharsets.UTF_8));
		assertThat(failure).isExactlyInstanceOf(ApplicationFailure.class);
		assertThat(exploded).isFalse();
	}

	@Test
	void framesAreReadBack() {
		StackTraceElement[] frames = { new StackTraceElement("a.B$C", "<init>", "B.java", 12),
				new StackTraceElement("java.lang.Thread", "run", null, -2), new StackTraceElement("a.B", "c", null, -1),
				new StackTraceElement("a.B", "c", "B.java", -1) };
		assertThat(StackTraceText.parse(StackTraceText.of(frames))).containsExactly(frames);
		assertThat(StackTraceText.parse("""
				at java.base/java.lang.Thread.run(Thread.java:1583)
				at app//a.B.c(B.java:1)
				at app/mod@1.2/a.B.lambda$c$0(B.java:2)
				at a.B$$Lambda/0x00007f.run(Unknown Source)
				not a frame
				""")).extracting(StackTraceElement::getClassName).startsWith("java.lang.Thread", "a.B", "a.B");
		assertThat(StackTraceText.parse("x".repeat(100_000) + "\nat (((((//////")).isEmpty();
	}

	static boolean exploded;

	static class Explosive extends RuntimeException {

		static {
			exploded = true;
		}

	}

	static class Hostile extends RuntimeException {

		@Override
		public String getMessage() {
			throw new IllegalStateException("no message for you");
		}

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException("no cause either");
		}

	}

}
