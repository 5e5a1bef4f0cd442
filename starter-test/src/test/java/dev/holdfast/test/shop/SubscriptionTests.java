package dev.holdfast.test.shop;

import java.time.Duration;
import java.time.Instant;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.test.TestWorkflowEnvironment;
import dev.holdfast.test.WorkflowTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

// tag::slice[]
@WorkflowTest
class SubscriptionTests {

	@MockitoBean
	Billing billing;

	@MockitoBean
	Mailbox mail;

	@Autowired
	WorkflowClient client;

	@Autowired
	TestWorkflowEnvironment environment;

	@Test
	void yearIsChargedMonthByMonth() {
		given(this.billing.charge("ann", 999)).willReturn("receipt");
		Instant start = this.environment.now();
		int months = this.client.workflow(SubscriptionWorkflow::run, "ann", 12).execute();
		assertThat(months).isEqualTo(12);
		assertThat(Duration.between(start, this.environment.now())).isEqualTo(Duration.ofDays(13 * 30));
		verify(this.billing, times(12)).charge("ann", 999);
	}
	// end::slice[]

	@Autowired
	EntryRepository entries;

	@BeforeEach
	void chargesSucceed() {
		given(this.billing.charge(any(), anyInt())).willReturn("receipt");
	}

	// tag::signal[]
	@Test
	void whoCancelsInTheFirstMonthPaysNothing() {
		WorkflowHandle<SubscriptionWorkflow, Integer> subscription = this.client
			.workflow(SubscriptionWorkflow::run, "bob", 12)
			.id("bob")
			.start();
		this.environment.sleep(Duration.ofDays(29));
		subscription.signal(SubscriptionWorkflow::cancel);
		assertThat(subscription.result()).isZero();
		verify(this.billing, never()).charge(any(), anyInt());
		InOrder mails = inOrder(this.mail);
		mails.verify(this.mail).send("bob", "Welcome");
		mails.verify(this.mail).send("bob", "Goodbye");
	}
	// end::signal[]

	@Test
	void priceChangesTheDayAfter() {
		WorkflowHandle<SubscriptionWorkflow, Integer> subscription = this.client
			.workflow(SubscriptionWorkflow::run, "cleo", 2)
			.id("cleo")
			.start();
		this.environment.sleep(Duration.ofDays(45));
		Instant before = this.environment.now();
		assertThat(subscription.update(SubscriptionWorkflow::changePrice, 1099)).isEqualTo(999);
		assertThat(Duration.between(before, this.environment.now())).isEqualTo(Duration.ofDays(1));
		assertThat(subscription.query(SubscriptionWorkflow::months)).isEqualTo(1);
		assertThat(subscription.result()).isEqualTo(2);
		verify(this.billing).charge("cleo", 999);
		verify(this.billing).charge("cleo", 1099);
		assertThat(this.entries.findAll()).extracting(Entry::getText).containsExactly("receipt", "receipt");
	}

	@Test
	void failedChargeIsTriedAgainInTime() {
		given(this.billing.charge("dan", 999)).willThrow(new IllegalStateException("no network"))
			.willThrow(new IllegalStateException("no network"))
			.willReturn("receipt");
		Instant start = this.environment.now();
		assertThat(this.client.workflow(SubscriptionWorkflow::run, "dan", 1).execute()).isEqualTo(1);
		assertThat(Duration.between(start, this.environment.now())).isEqualTo(Duration.ofDays(60).plusSeconds(1 + 2));
	}

	// tag::slice[]

}
// end::slice[]
