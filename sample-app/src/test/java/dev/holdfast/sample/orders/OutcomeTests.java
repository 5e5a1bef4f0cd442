package dev.holdfast.sample.orders;

import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.failure.WorkflowFailure;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which outcome a failure leads to. */
class OutcomeTests {

	@Test
	void aBusinessFailureIsKnownByItsType() {
		assertThat(Outcome.of(activity(failure("out-of-stock")))).isEqualTo(Outcome.OUT_OF_STOCK);
		assertThat(Outcome.of(activity(failure("payment-declined")))).isEqualTo(Outcome.PAYMENT_DECLINED);
		assertThat(Outcome.of(child(activity(failure("undeliverable"))))).isEqualTo(Outcome.UNDELIVERABLE);
	}

	@Test
	void aCancellationIsOneWhereverItArose() {
		assertThat(Outcome.of(new CanceledFailure("enough"))).isEqualTo(Outcome.CANCELLED);
		assertThat(Outcome.of(child(new CanceledFailure("enough")))).isEqualTo(Outcome.CANCELLED);
	}

	@Test
	void anyOtherFailureIsOneThatNobodyHasThoughtOf() {
		assertThat(Outcome.of(activity(failure("java.lang.IllegalStateException")))).isEqualTo(Outcome.FAILED);
		assertThat(Outcome.of(activity(null))).isEqualTo(Outcome.FAILED);
	}

	@Test
	void theReasonIsTheOneThatWasGivenFirst() {
		assertThat(Outcome.reason(child(activity(failure("undeliverable"))))).isEqualTo("because");
	}

	private static ApplicationFailure failure(String type) {
		return ApplicationFailure.nonRetryable(type, "because");
	}

	private static ActivityFailure activity(WorkflowFailure cause) {
		return new ActivityFailure("Some.activity", 3, 1, RetryState.NON_RETRYABLE_FAILURE, cause);
	}

	private static ChildWorkflowFailure child(WorkflowFailure cause) {
		return new ChildWorkflowFailure("SomeWorkflow", "child-1", cause);
	}

}
